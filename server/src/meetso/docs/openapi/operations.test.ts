import { expect, it } from 'vitest';
import { success } from './answers.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

const read: Operation = {
  call: 'PUT /rooms/:roomId/seats/:id',
  scope: 'meetings:write',
  summary: 'Take a seat',
  path: {},
  query: {},
  status: 204,
  answer: success('The seat is taken.'),
  failures: ['not_found'],
};

it('describes another resource by its own name, with all parameters of its paths', () => {
  const rooms = { name: 'rooms', description: 'Rooms.', operations: { read }, schemas: {} };
  expect(operations({}, [rooms])).toEqual({
    '/public/v1/rooms/{roomId}/seats/{id}': {
      put: expect.objectContaining({ operationId: 'read', tags: ['rooms'] }),
    },
  });
});
