import { answerJob, inParts } from './answers.mjs';

await answerJob(async ({ method, url, headers, body, chunked }) => {
  const sent = chunked ? { body: ReadableStream.from(inParts(body)), duplex: 'half' } : { body };
  const response = await fetch(url, { method, headers, ...sent });
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), text };
});
