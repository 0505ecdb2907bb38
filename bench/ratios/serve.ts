import type { FastifyInstance } from 'fastify';

/** Serves `app` in a bench process of its own: says where, and on `cpu` how much it has used. */
export async function serve(app: FastifyInstance): Promise<void> {
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
  process.once('disconnect', () => process.exit());
  process.send?.({ url });
}
