import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** What the last stage of a Dockerfile leaves, in a directory instead of an image. */
export interface BuiltImage {
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** Directories that may be written, as `COPY --chown` gives them away. */
  readonly writable: readonly string[];
}

interface Stage {
  readonly root: string;
  workdir: string;
  readonly env: Record<string, string>;
  readonly args: Record<string, string>;
  command: readonly string[];
  readonly writable: string[];
}

/**
 * Runs the steps of the Dockerfile in `context` by this machine's own shell and Node, each stage in a directory of its
 * own in `scratch`. Commands may name paths below their WORKDIR only. Throws for a step that it does not know.
 */
export function buildImage(context: string, scratch: string): BuiltImage {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const [verb, rest] of stepsOf(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    if (verb === 'FROM') {
      const name = / AS (\w+)$/.exec(rest)?.[1] ?? `stage-${stages.size}`;
      stage = {
        root: join(scratch, name),
        workdir: '/',
        env: {},
        args: {},
        command: [],
        writable: [],
      };
      mkdirSync(stage.root, { recursive: true });
      stages.set(name, stage);
    } else if (stage === undefined) throw new Error(`${verb} stands before FROM`);
    else run(verb, rest, { stage, stages, context });
  }
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  return stage;
}

/** Instructions with what follows them, without comments and with continued lines joined. */
function stepsOf(text: string): (readonly [string, string])[] {
  return text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const at = line.indexOf(' ');
      return [line.slice(0, at), line.slice(at + 1).trim()] as const;
    });
}

interface Place {
  readonly stage: Stage;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly context: string;
}

function run(verb: string, rest: string, place: Place): void {
  const { stage } = place;
  if (verb === 'WORKDIR') {
    stage.workdir = rest;
    mkdirSync(join(stage.root, rest), { recursive: true });
  } else if (verb === 'ENV' || verb === 'ARG') {
    const into = verb === 'ENV' ? stage.env : stage.args;
    for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S*)/g)) into[name] = value;
  } else if (verb === 'RUN') {
    execFileSync('sh', ['-c', rest], {
      cwd: join(stage.root, stage.workdir),
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...stage.args, ...stage.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } else if (verb === 'COPY') copy(rest.split(/\s+/), place);
  else if (verb === 'CMD') stage.command = JSON.parse(rest);
  else if (verb === 'USER') {
    if (rest === 'root' || rest === '0') throw new Error('the image runs as root');
  } else if (verb !== 'VOLUME' && verb !== 'EXPOSE') throw new Error(`unknown step ${verb}`);
}

function copy(words: readonly string[], { stage, stages, context }: Place): void {
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const to = paths.at(-1) ?? '';
  const target = resolve('/', stage.workdir, to);
  const from = options.find((one) => one.startsWith('--from='))?.slice('--from='.length);
  const source = from === undefined ? context : stages.get(from)?.root;
  if (source === undefined) throw new Error(`COPY from ${from}, which is no stage`);
  if (options.some((one) => one.startsWith('--chown='))) stage.writable.push(target);
  for (const path of paths.slice(0, -1)) {
    const place = join(stage.root, target);
    if (from === undefined && path === '.') copyContext(context, place);
    else {
      const one = join(source, path);
      cpSync(one, to.endsWith('/') ? join(place, basename(one)) : place, {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
  }
}

/** What is in the repository and not ignored, without what only this machine has. */
function copyContext(context: string, place: string): void {
  const ignored = new Set(
    readFileSync(join(context, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: context,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  for (const file of files.split('\0')) {
    const [top = ''] = file.split('/');
    if (file === '' || ignored.has(top) || !existsSync(join(context, file))) continue;
    mkdirSync(dirname(join(place, file)), { recursive: true });
    cpSync(join(context, file), join(place, file));
  }
}

/** Takes the right to write from everybody, in the whole tree. */
export function makeReadOnly(root: string): void {
  execFileSync('chmod', ['-R', 'a-w,a+rX', root]);
  chmodSync(root, 0o555);
}
