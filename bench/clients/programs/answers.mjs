/** Reads the job on standard input, and writes what came of each call to standard output. */
export async function answerJob(call) {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const { calls, atOnce } = JSON.parse(Buffer.concat(chunks).toString());
  const outcomes = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < calls.length; at = next++) {
      const { bytes, ...one } = calls[at];
      const body = bytes === undefined ? one.body : Buffer.alloc(bytes, 'x');
      outcomes[at] = await call({ ...one, body }).catch((error) => ({ error: whyOf(error) }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  process.stdout.write(JSON.stringify(outcomes));
}

/** In parts, so that it goes out in chunks. */
export async function* inParts(body) {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}

function whyOf(error) {
  return [error.code, error.cause?.code, error.message].filter(Boolean).join(' ');
}
