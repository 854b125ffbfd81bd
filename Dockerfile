# syntax=docker/dockerfile:1

# The release of Open Liberty in the image; pom.xml has the same (liberty.image.version). Not older than 26.0.0.9:
# that release has the transport's security fixes.
ARG LIBERTY_VERSION=26.0.0.9

FROM docker.io/library/maven:3.9.11-eclipse-temurin-17 AS build
ARG LIBERTY_VERSION
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY liberty liberty
COPY src src
# The documentation, which the gateway serves.
COPY *.md ./
COPY docs docs
COPY k8s k8s
# With OpenTelemetry in it: see "Traces" in docs/operations.md.
ARG TELEMETRY=false
RUN if [ "$TELEMETRY" = true ]; then install -D liberty/telemetry.xml liberty/configDropins/overrides/telemetry.xml; fi
# The tests ran before the image is built (mvn verify), with a server that is packaged in the same way.
RUN --mount=type=cache,target=/m2 \
    mvn -B -Dmaven.repo.local=/m2 -Dliberty.runtime.version=${LIBERTY_VERSION} -DskipTests \
        package liberty:create@gateway liberty:deploy@gateway liberty:package@server
RUN mkdir /server && tar -xzf target/heartwire-server.tar.gz -C /server \
    && mkdir -p /server/wlp/usr/servers/heartwire/configDropins/overrides \
    && chmod -R u=rwX,go=rX /server/wlp

FROM docker.io/library/eclipse-temurin:17.0.16_8-jre-noble

# The preStop hook of k8s/ asks for a drain with it.
RUN command -v curl

# All that the server writes. Everything else may be read-only.
RUN mkdir /output /logs && chown 1001:0 /output /logs && chmod 770 /output /logs
VOLUME ["/output", "/logs", "/tmp"]

# Owned by root: the server cannot change its own program.
COPY --from=build /server/wlp /opt/wlp

# The server writes /output/heartwire/health/live anew at the interval while it is alive.
ENV WLP_OUTPUT_DIR=/output
ENV LOG_DIR=/logs
ENV MP_HEALTH_CHECK_INTERVAL=5s

# The group is the one that platforms with users of their own (OpenShift) give to each of them.
USER 1001:0
EXPOSE 9080

# A server that is not alive leaves the file as it was, so its age tells.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD modified=$(stat -c %Y "$WLP_OUTPUT_DIR/heartwire/health/live") \
        && [ $(($(date +%s) - modified)) -lt 15 ] \
        || exit 1

CMD ["/opt/wlp/bin/server", "run", "heartwire"]
