package io.heartwire.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.docs.CodeBlock;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who reads a page beside a shell: all blocks of the page go into one bash, in a folder of
 * the page, beside the JavaScript libraries of the tests. One thread: the test's.
 */
final class Reader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String START = "liberty:run";

  /** Where the pages say that the gateway is. */
  private static final String ADDRESS = "localhost:9080";

  /** Stands for Maven, and notes with what the gateway would be started. */
  private static final String MAVEN =
      """
      #!/bin/bash
      env -0 > start.env
      echo "$*" > start.arguments
      """;

  /** Programs say less to what is no terminal; nobody types into this one. */
  private static final String TERMINAL =
      "script -qefc 'bash -eu %s' %s < <(exec sleep 600) > /dev/null 2>&1 &\n";

  /** Node.js has no WebSocket of its own before version 22; browsers have. */
  private static final String BROWSER =
      "import WebSocket from \"ws\";\nglobalThis.WebSocket = WebSocket;\n";

  private final Path folder;
  private final Process bash;
  private final Writer keyboard;
  private final List<Later> later = new ArrayList<>();

  /** Null until the page has started one. */
  private @Nullable GatewayServer gateway;

  private int count;

  private record Later(CodeBlock block, Path output) {}

  Reader(String page) throws IOException {
    Path libraries = Path.of(System.getProperty("heartwire.js.dir", "target/js")).toAbsolutePath();
    Path pages = Files.createDirectories(libraries.resolve("pages"));
    folder = Files.createTempDirectory(pages, page.replaceAll("[^A-Za-z]", "-"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path maven = Files.writeString(tools.resolve("mvn"), MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("browser.mjs"), BROWSER);
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-u", "-o", "pipefail")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("bash.out").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("HEARTWIRE_"));
    environment.merge("PATH", tools.toString(), (path, own) -> own + ":" + path);
    environment.put("npm_config_offline", "true"); // npx takes what the build has installed
    bash = builder.start();
    keyboard = bash.outputWriter(StandardCharsets.UTF_8);
  }

  static boolean startsGateway(CodeBlock block) {
    return block.text().contains(START);
  }

  /** Types the block, and returns when it has done and shown what the page says. */
  void run(CodeBlock block) throws IOException {
    count++;
    Path output = folder.resolve(count + ".out");
    Path done = folder.resolve(count + ".done");
    String command = block.language().equals("js") ? script(block) : here(block.text());
    if (block.staysOpen()) {
      Path terminal = Files.writeString(folder.resolve(count + ".sh"), command);
      type(TERMINAL.formatted(terminal, output) + "touch " + done);
      later.add(new Later(block, output));
    } else {
      type("{\n" + command + "} > " + output + " 2>&1 < /dev/null\ntouch " + done);
    }
    await("%s".formatted(block))
        .atMost(PATIENCE)
        .until(() -> Files.exists(done) || !bash.isAlive());
    assertThat(done).as("%s failed and said:%n%s", block, read(output)).exists();
    if (block.text().contains("curl")) {
      assertThat(block.shows()).as("%s has to say what is answered", block).isNotEmpty();
    }
    awaitIn(output, block, block.shows());
    if (startsGateway(block)) {
      startGateway();
    }
  }

  /** Waits for what the blocks that stay open show after others have run. */
  void awaitWhatComesLater() {
    for (Later each : later) {
      awaitIn(each.output(), each.block(), each.block().showsLater());
    }
  }

  @Override
  public void close() {
    bash.descendants().forEach(ProcessHandle::destroyForcibly);
    bash.destroyForcibly();
    if (gateway != null) {
      gateway.close();
    }
  }

  private void type(String command) throws IOException {
    keyboard.write(command + "\n");
    keyboard.flush();
  }

  private static void awaitIn(Path output, CodeBlock block, List<String> words) {
    for (String word : words) {
      await("%s".formatted(block))
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(read(output)).as("%s", block).contains(word));
    }
  }

  private String script(CodeBlock block) throws IOException {
    String name = count + ".mjs";
    String text = "import \"./browser.mjs\";\n" + here(block.text());
    Files.writeString(folder.resolve(name), text);
    return "node " + name + "\n";
  }

  private String here(String text) {
    return gateway == null ? text : text.replace(ADDRESS, "127.0.0.1:" + gateway.port());
  }

  private void startGateway() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    Map<String, String> environment = new TreeMap<>();
    for (String variable : Files.readString(folder.resolve("start.env")).split("\0", -1)) {
      if (variable.startsWith("HEARTWIRE_")) {
        int equals = variable.indexOf('=');
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    String arguments = Files.readString(folder.resolve("start.arguments"));
    if (!arguments.contains("-Dheartwire.client.insecure=false")) {
      environment.putIfAbsent("HEARTWIRE_CLIENT_INSECURE", "true");
    }
    gateway = GatewayServer.start(environment);
  }

  private static String read(Path output) {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
