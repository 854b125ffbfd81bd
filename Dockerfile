# syntax=docker/dockerfile:1

FROM docker.io/library/maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
# The tests ran before the image is built (mvn verify); here only the WAR is wanted.
RUN --mount=type=cache,target=/m2 mvn -B -Dmaven.repo.local=/m2 -DskipTests package

# Not older than 26.0.0.9: that release has the transport's security fixes.
FROM icr.io/appcafe/open-liberty:26.0.0.9-kernel-slim-java17-openj9-ubi-minimal

# Configuration, then its features, then the application: what changes most comes last.
COPY --chown=1001:0 liberty/ /config/
RUN features.sh
# The preStop hook of k8s/ asks for a drain with it.
RUN command -v curl
COPY --chown=1001:0 --from=build /build/target/heartwire.war /config/apps/
RUN configure.sh

# The server writes /output/health/live anew at this interval while it is alive.
ENV MP_HEALTH_CHECK_INTERVAL=5s

USER 1001
EXPOSE 9080

# A server that is not alive leaves the file as it was, so its age tells.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD modified=$(stat -c %Y /output/health/live) \
        && [ $(($(date +%s) - modified)) -lt 15 ] \
        || exit 1
