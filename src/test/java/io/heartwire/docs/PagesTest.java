package io.heartwire.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pages hang together, and each says what no other page says. */
class PagesTest {
  private static final int README_BYTES = 8192;

  /** Below that many characters a sentence may well be a set phrase. */
  private static final int SENTENCE = 60;

  /** What some test runs, compiles or reads; plain text is drawn and not read. */
  private static final Set<String> TESTED =
      Set.of("sh", "js", "java", "properties", "yaml", "json", "xml", "text");

  private static final Pattern TYPE = Pattern.compile("`([a-z/]+/[A-Z]\\w+)`");

  private final List<Page> pages = Page.all();

  @Test
  void everyLinkLeadsToAFileAndAHeadingThatExist() {
    List<String> broken = new ArrayList<>();
    for (Page page : pages) {
      for (String link : page.links()) {
        if (!exists(page, link)) {
          broken.add(page.path() + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageOfTheDocumentationCanBeReachedFromTheReadme() {
    Map<Path, Page> byPath =
        pages.stream().collect(Collectors.toMap(page -> Path.of(page.path()), page -> page));
    List<Path> reached = new ArrayList<>(List.of(Path.of("README.md")));
    for (int i = 0; i < reached.size(); i++) {
      Page page = byPath.get(reached.get(i));
      for (String link : page == null ? List.<String>of() : page.links()) {
        Path target = target(page, link);
        if (target.toString().endsWith(".md") && !reached.contains(target)) {
          reached.add(target);
        }
      }
    }
    assertThat(byPath.keySet()).isSubsetOf(reached);
  }

  /** The build makes of them what a gateway serves; the image is built from less than all files. */
  @Test
  void theImageIsBuiltWithEveryPage() throws IOException {
    String image = Files.readString(Path.of("Dockerfile"));
    List<String> sent = Files.readAllLines(Path.of(".dockerignore"));
    for (Page page : pages) {
      Path path = Path.of(page.path());
      String part = path.getNameCount() == 1 ? "*.md" : path.getName(0).toString();
      assertThat(sent).as(page.path()).contains("!" + part);
      assertThat(image).as(page.path()).contains("\nCOPY " + part + ' ');
    }
  }

  @Test
  void theReadmeIsReadInFiveMinutes() throws IOException {
    assertThat(Files.size(Path.of("README.md"))).isLessThanOrEqualTo(README_BYTES);
  }

  @Test
  void theTestCommandOfTheReadmeIsTheOneThatIsChecked() throws IOException {
    List<String> commands =
        Page.read(Path.of("README.md")).blocks().stream()
            .filter(block -> block.language().equals("sh"))
            .map(block -> block.text().strip())
            .toList();

    assertThat(commands).contains("mvn -DskipTests package liberty:run", "mvn verify");
    assertThat(Files.readString(Path.of(".ci/run"))).contains(" mvn -B verify\n");
  }

  @Test
  void everyTypeThatTheArchitectureNamesExists() {
    List<String> named = new ArrayList<>();
    Page.read(Path.of("docs/architecture.md"))
        .prose()
        .forEach(line -> TYPE.matcher(line).results().forEach(type -> named.add(type.group(1))));

    assertThat(named)
        .isNotEmpty()
        .allSatisfy(
            type -> assertThat(Path.of("src/main/java/io/heartwire", type + ".java")).exists());
  }

  @Test
  void everyBlockOfCodeIsTestedOrSaysWhyNot() {
    assertThat(pages)
        .flatExtracting(Page::blocks)
        .allSatisfy(
            block -> {
              assertThat(block.note()).as("note of %s", block).matches("|" + CodeBlock.NOTE);
              if (block.notRun().isEmpty()) {
                assertThat(TESTED).as("language of %s", block).contains(block.language());
              }
            });
  }

  @Test
  void noSentenceStandsTwice() {
    Map<String, String> where = new HashMap<>();
    List<String> twice = new ArrayList<>();
    for (Page page : pages) {
      for (String sentence : sentences(page)) {
        String before = where.putIfAbsent(sentence, page.path());
        if (before != null) {
          twice.add(before + ", " + page.path() + ": " + sentence);
        }
      }
    }
    assertThat(twice).isEmpty();
  }

  private static List<String> sentences(Page page) {
    String text =
        page.prose().stream()
            .map(line -> line.startsWith("|") || line.isBlank() ? "\n" : line.strip())
            .collect(Collectors.joining(" "));
    return Pattern.compile("(?<=[.!?:]) +|\n")
        .splitAsStream(text)
        .map(String::strip)
        .filter(sentence -> sentence.length() >= SENTENCE)
        .toList();
  }

  private boolean exists(Page page, String link) {
    Path target = target(page, link);
    int hash = link.indexOf('#');
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0
        || pages.stream()
            .filter(other -> Path.of(other.path()).equals(target))
            .anyMatch(other -> other.anchors().contains(link.substring(hash + 1)));
  }

  private static Path target(Page page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    return file.isEmpty()
        ? Path.of(page.path())
        : Path.of(page.path()).resolveSibling(file).normalize();
  }
}
