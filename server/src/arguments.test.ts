import { describe, expect, it } from 'vitest';
import { parseArguments } from './arguments.ts';

describe('command line', () => {
  it('runs without demo by default', () => {
    expect(parseArguments([])).toEqual({
      demo: false,
      rate: 20,
      historyDays: 0,
      help: false,
      newControlPlane: false,
      newSecretsKey: false,
    });
  });

  it('reads the demo options', () => {
    expect(parseArguments(['--demo', '--rate', '200', '--history', '7d'])).toMatchObject({
      demo: true,
      rate: 200,
      historyDays: 7,
    });
  });

  it('sends as much as the history has, which is less', () => {
    expect(parseArguments(['--demo', '--history', '7d'])).toMatchObject({ rate: 1 });
  });

  it.each([[['--rate', 'fast']], [['--rate', '0']], [['--history', 'week']], [['--frobnicate']]])(
    'refuses %j and says what to write',
    (argv) => expect(() => parseArguments(argv)).toThrow(/--/),
  );
});
