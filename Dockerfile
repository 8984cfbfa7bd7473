# After `npm run release`, or `mkdir -p release && npm pack --pack-destination release`: docker build --tag sfsync .
# The ledger and logins are in /data: docker run --rm --volume sfsync:/data sfsync status
FROM node:24.21.0-bookworm-slim AS install
COPY release/sfsync-*.tgz /package/
# The system in the image is one of those that better-sqlite3 brings an addon for, and nothing is compiled.
RUN if [ "$(ls /package | wc -l)" != 1 ]; then echo 'release/ has several packages: remove all but one' >&2; exit 1; fi \
    && npm install --global --prefix /opt/sfsync --omit=optional --no-audit --no-fund --no-update-notifier /package/sfsync-*.tgz \
    && rm -rf /opt/sfsync/lib/node_modules/sfsync/node_modules/better-sqlite3/deps \
    && find /opt/sfsync -name '*.node' ! -name 'linux-*.node' -delete \
    && mkdir /data

FROM node:24.21.0-bookworm-slim
COPY --from=install /opt/sfsync /opt/sfsync
COPY --from=install --chown=node:node /data /data
ENV PATH=/opt/sfsync/bin:$PATH XDG_DATA_HOME=/data XDG_CACHE_HOME=/tmp/cache NODE_ENV=production
LABEL org.opencontainers.image.title=sfsync org.opencontainers.image.licenses=MIT
USER node
WORKDIR /work
VOLUME /data
ENTRYPOINT ["sfsync"]
CMD ["help"]
