# The sample shop. Build it first (mvn -pl samples/storefront -am package), then, from the root of the repository:
#   docker build -f docker/storefront.Dockerfile -t storefront .
FROM eclipse-temurin:21-jre

COPY samples/storefront/target/storefront-*-exec.jar /app/storefront.jar

# No name and no home: it owns nothing, and writes only to /tmp
USER 10001:10001
WORKDIR /tmp
ENV PORT=8080
EXPOSE 8080

# Liveness says nothing about the servers: restarting the shop would not bring one of them back
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD curl --fail --silent --show-error "http://localhost:${PORT}/actuator/health/liveness"

ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/storefront.jar"]
