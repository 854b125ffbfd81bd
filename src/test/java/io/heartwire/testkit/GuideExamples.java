package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * A test that contains the Java examples of some sections of the client's guide, indentation aside,
 * and runs them against a scripted server.
 */
public abstract class GuideExamples {
  private static final Path GUIDE = Path.of("docs/java-client.md");
  private static final Path TESTS = Path.of("src/test/java");
  private final ScriptedServer server;

  protected GuideExamples() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  final void stopServer() throws IOException {
    server.close();
  }

  protected final ScriptedServer server() {
    return server;
  }

  /**
   * Fails unless there are so many examples, each of which stands in the source of this test.
   *
   * @param isPool whether it is about the section on the session pool, or about all others
   */
  protected final void assertTested(boolean isPool, int count) throws IOException {
    Class<?> test = getClass();
    Path source = TESTS.resolve(test.getName().replace('.', '/') + ".java");
    List<String> tested = stripped(Files.readAllLines(source));
    List<List<String>> examples = examples(isPool);
    assertThat(examples).hasSize(count);
    assertThat(examples)
        .allSatisfy(
            example ->
                assertThat(Collections.indexOfSubList(tested, example))
                    .as("in %s: %s", test, example)
                    .isNotNegative());
  }

  private static List<List<String>> examples(boolean isPool) throws IOException {
    List<List<String>> examples = new ArrayList<>();
    boolean isInSection = !isPool;
    boolean isInExample = false;
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("## ")) {
        isInSection = line.equals("## Session pool") == isPool;
      } else if (isInSection && line.equals("```java")) {
        examples.add(new ArrayList<>());
        isInExample = true;
      } else if (line.startsWith("```")) {
        isInExample = false;
      } else if (isInExample) {
        examples.get(examples.size() - 1).add(line);
      }
    }
    return examples.stream().map(GuideExamples::stripped).toList();
  }

  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(String::strip).toList();
  }
}
