package io.heartwire.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.Yaml;

/** What the pages show as code is code; what a shell or Node.js can run, PagesIT runs. */
class CodeBlocksTest {
  private static final List<Path> SOURCES =
      List.of(Path.of("src/test/java"), Path.of("src/it"), Path.of("src/main/java"));

  @TempDir private static Path folder;

  @Test
  void javaIsCompiled() throws Exception {
    List<List<String>> sources = sources();

    for (CodeBlock block : tested("java")) {
      if (block.text().startsWith("package ") || block.text().startsWith("import ")) {
        assertThat(JavaSource.errorsIn(block.text(), folder)).as("%s", block).isEmpty();
      } else {
        List<String> lines = stripped(block.text().lines());
        assertThat(sources)
            .as("%s stands in no source, and imports nothing", block)
            .anyMatch(source -> Collections.indexOfSubList(source, lines) >= 0);
      }
    }
  }

  @Test
  void propertiesAreTakenByTheGateway() throws IOException {
    for (CodeBlock block : tested("properties")) {
      Properties properties = new Properties();
      properties.load(new StringReader(block.text()));
      Map<String, String> values = new TreeMap<>();
      properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
      GatewayConfiguration configuration = GatewayConfiguration.read(values);

      assertThat(values).as("%s", block).isNotEmpty();
      assertThat(configuration.problems()).as("%s", block).isEmpty();
      assertThat(configuration.keys()).as("%s", block).containsAll(values.keySet());
    }
  }

  @Test
  void yamlIsYaml() {
    for (CodeBlock block : tested("yaml")) {
      for (Object document : new Yaml().loadAll(block.text())) {
        assertThat(document).as("%s", block).isNotNull();
      }
    }
  }

  @Test
  void jsonIsJson() throws IOException {
    for (CodeBlock block : tested("json")) {
      try (JsonParser parser = new JsonFactory().createParser(block.text())) {
        int tokens = 0;
        while (parser.nextToken() != null) {
          tokens++;
        }
        assertThat(tokens).as("%s", block).isPositive();
      }
    }
  }

  @Test
  void xmlIsXml() throws Exception {
    for (CodeBlock block : tested("xml")) {
      String whole = "<page>" + block.text() + "</page>";
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new InputSource(new StringReader(whole)))
                  .getDocumentElement()
                  .getElementsByTagName("*")
                  .getLength())
          .as("%s", block)
          .isPositive();
    }
  }

  /** Also of those that no test runs. */
  @Test
  void whatAShellReadsIsOfItsSyntax() throws Exception {
    List<CodeBlock> blocks = Page.blocksIn("sh");
    assertThat(blocks).isNotEmpty();
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++) {
      script
          .append("\n# %s\nblock%d() {\n".formatted(blocks.get(i), i))
          .append(blocks.get(i).text())
          .append("}\n");
    }
    Path file = Files.writeString(folder.resolve("pages.sh"), script);
    Process bash =
        new ProcessBuilder("bash", "-n", file.toString()).redirectErrorStream(true).start();

    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private static List<CodeBlock> tested(String language) {
    return Page.blocksIn(language).stream().filter(block -> block.notRun().isEmpty()).toList();
  }

  private static List<List<String>> sources() throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (Path root : SOURCES) {
      if (Files.exists(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
            all.add(stripped(Files.readString(file).lines()));
          }
        }
      }
    }
    return all;
  }

  private static List<String> stripped(Stream<String> lines) {
    return lines.map(String::strip).toList();
  }
}
