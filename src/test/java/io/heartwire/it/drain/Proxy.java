package io.heartwire.it.drain;

import io.heartwire.it.server.FreePort;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real HAProxy in front of gateways, which it asks every half second whether they are ready. */
public final class Proxy implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port = FreePort.next();
  private final int statsPort = FreePort.next();
  private final Process process;

  public Proxy(Path directory, List<GatewayServer> gateways) throws IOException {
    StringBuilder config =
        new StringBuilder(
            """
            global
              maxconn 4000
            defaults
              mode http
              timeout connect 2s
              timeout check 5s
              timeout client 30s
              timeout server 30s
              timeout tunnel 1h
              retries 3
              option redispatch 1
            frontend clients
              bind 127.0.0.1:%d
              default_backend gateways
            frontend figures
              bind 127.0.0.1:%d
              stats enable
              stats uri /
            backend gateways
              balance leastconn
              option httpchk GET /health/ready
              default-server check inter 500ms fall 1 rise 1
            """
                .formatted(port, statsPort));
    for (int i = 0; i < gateways.size(); i++) {
      config.append("  server node%d 127.0.0.1:%d%n".formatted(i, gateways.get(i).port()));
    }
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), config);
    process =
        new ProcessBuilder(executable(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
  }

  public URI ws(String path) {
    return URI.create("ws://127.0.0.1:" + port + path);
  }

  /** Whether it sends new clients to that gateway. */
  public boolean isUp(int node) throws IOException, InterruptedException {
    try {
      return row(node).contains(",UP,");
    } catch (ConnectException notStartedYet) {
      return false;
    }
  }

  /** How many clients it has connected to that gateway now. */
  public int sessions(int node) throws IOException, InterruptedException {
    return Integer.parseInt(row(node).split(",", -1)[4]);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String row(int node) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + statsPort + "/;csv")).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("gateways,node" + node + ","))
        .findFirst()
        .orElseThrow();
  }

  /** Not on everybody's path, since it is a daemon. */
  private static String executable() {
    Path usual = Path.of("/usr/sbin/haproxy");
    return Files.isExecutable(usual) ? usual.toString() : "haproxy";
  }
}
