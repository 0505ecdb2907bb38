import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import got from 'got';
import { answerJob, inParts } from './answers.mjs';

const client = got.extend({
  agent: { http: new Agent({ keepAlive: true }) },
  throwHttpErrors: false,
});

await answerJob(async ({ method, url, headers, body, chunked }) => {
  const sent = chunked ? Readable.from(inParts(body)) : body;
  const response = await client(url, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: sent }),
  });
  return { status: response.statusCode, headers: response.headers, text: response.body };
});
