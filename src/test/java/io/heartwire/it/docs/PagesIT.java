package io.heartwire.it.docs;

import io.heartwire.docs.CodeBlock;
import io.heartwire.docs.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever types what the pages say into a shell, in the order of the page, sees what the pages say.
 *
 * <p>Only the gateway's address is another one, and {@code mvn … liberty:run} starts the server
 * that the build has made, with the environment of the shell. Pages that start none use the secure
 * one of the README.
 */
class PagesIT {
  private static final Page README = Page.read(Path.of("README.md"));

  static List<String> pages() {
    return Page.all().stream()
        .filter(page -> page.blocks().stream().anyMatch(PagesIT::isRun))
        .map(Page::path)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandDoesWhatThePageSays(String path) throws Exception {
    try (Reader reader = new Reader(path)) {
      List<CodeBlock> blocks =
          Page.read(Path.of(path)).blocks().stream().filter(PagesIT::isRun).toList();
      if (blocks.stream().noneMatch(Reader::startsGateway)) {
        for (CodeBlock block : secureGateway()) {
          reader.run(block);
        }
      }
      for (CodeBlock block : blocks) {
        reader.run(block);
      }
      reader.awaitWhatComesLater();
    }
  }

  /** The README's blocks from its settings to the start with them. */
  private static List<CodeBlock> secureGateway() {
    List<CodeBlock> blocks = README.blocks().stream().filter(PagesIT::isRun).toList();
    int settings = 0;
    while (!blocks.get(settings).text().contains("> heartwire.env")) {
      settings++;
    }
    int start = settings;
    while (!Reader.startsGateway(blocks.get(start))) {
      start++;
    }
    return blocks.subList(settings, start + 1);
  }

  private static boolean isRun(CodeBlock block) {
    return block.notRun().isEmpty()
        && (block.language().equals("sh") || block.language().equals("js"));
  }
}
