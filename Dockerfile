# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
# Without the engines that run inside the process: CLICKHOUSE_URL and DATABASE_URL are given, as in
# docker-compose.yml and the chart. `--build-arg EMBEDDED=true` makes an image with them, half a gigabyte larger.
ARG EMBEDDED=false
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY emitter/package.json emitter/
COPY server/package.json server/
COPY client/package.json client/
COPY web/package.json web/
RUN npm ci
COPY . .
# Sentry's own command line is under the FSL and of no use here: @sentry/node runs without it.
RUN npm run build && npm prune --omit=dev && rm -rf node_modules/sentry node_modules/.bin/sentry
# The image has a Node of its own.
RUN rm -rf node_modules/node node_modules/.bin/node && mkdir data
RUN [ "$EMBEDDED" = true ] || rm -rf node_modules/chdb node_modules/@chdb node_modules/@electric-sql

FROM node:24-slim
WORKDIR /app
# TypeScript is run as it is; the compile cache makes the second start as fast as compiled code.
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/data/compile-cache \
    DATA_DIR=/data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/shared shared
COPY --from=build /app/emitter emitter
COPY --from=build /app/server server
COPY --from=build /app/client client
COPY --from=build /app/web/dist web/dist
COPY --from=build --chown=node:node /app/data /data
USER node
VOLUME /data
EXPOSE 8080 8081 4318
CMD ["node", "server/src/main.ts"]
