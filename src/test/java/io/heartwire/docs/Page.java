package io.heartwire.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown, as far as the tests look into it.
 *
 * @param path from the root of the project
 * @param anchors what a link to a heading of it may name
 * @param links the targets of its links, other sites' aside
 * @param blocks its fenced code, in order
 * @param prose its lines outside of code
 */
public record Page(
    String path,
    Set<String> anchors,
    List<String> links,
    List<CodeBlock> blocks,
    List<String> prose) {
  private static final Pattern FENCE = Pattern.compile("\\s*```\\s*([\\w.+-]*)\\s*");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern COMMENT = Pattern.compile("\\s*<!-- (.*) -->\\s*");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /** Where pages are, besides the root. */
  private static final List<String> FOLDERS = List.of("docs", "k8s", "src");

  /** All pages of the project. */
  public static List<Page> all() {
    List<Path> paths = new ArrayList<>(in(Path.of(""), 1));
    FOLDERS.forEach(folder -> paths.addAll(in(Path.of(folder), Integer.MAX_VALUE)));
    return paths.stream().map(Page::read).toList();
  }

  /** The page at this path. */
  public static Page read(Path path) {
    try {
      return parse(path.toString(), Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All blocks of all pages that are in the language. */
  public static List<CodeBlock> blocksIn(String language) {
    return all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language().equals(language))
        .toList();
  }

  static Page parse(String path, List<String> lines) {
    Page page =
        new Page(
            path, new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, Integer> seen = new HashMap<>();
    String note = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      Matcher comment = COMMENT.matcher(line);
      if (fence.matches()) {
        int end = endOf(path, lines, i);
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        page.blocks.add(new CodeBlock(path, i + 1, fence.group(1), note, text.stripIndent()));
        i = end;
        note = "";
      } else if (comment.matches()) {
        note = comment.group(1);
      } else {
        note = line.isBlank() ? note : "";
        page.readProse(line, seen);
      }
    }
    return page;
  }

  /** The rows of all tables whose first column has this title; each row is its cells. */
  public List<List<String>> rows(String firstColumn) {
    List<List<String>> rows = new ArrayList<>();
    boolean isInside = false;
    for (String line : prose) {
      List<String> cells = line.startsWith("|") ? cells(line) : List.of();
      if (cells.isEmpty()) {
        isInside = false;
      } else if (cells.get(0).equals(firstColumn)) {
        isInside = true;
      } else if (isInside && !cells.get(0).startsWith("---")) {
        rows.add(cells);
      }
    }
    return rows;
  }

  private void readProse(String line, Map<String, Integer> seen) {
    prose.add(line);
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      String slug = slug(heading.group(1));
      int count = seen.merge(slug, 1, Integer::sum);
      anchors.add(count == 1 ? slug : slug + "-" + (count - 1));
    }
    LINK.matcher(line.replaceAll("`[^`]*`", "`"))
        .results()
        .map(found -> found.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .forEach(links::add);
  }

  private static int endOf(String path, List<String> lines, int start) {
    for (int i = start + 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals("```")) {
        return i;
      }
    }
    throw new IllegalStateException("a block without an end at " + path + ":" + (start + 1));
  }

  /** A heading's anchor, by GitHub's rule. */
  private static String slug(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private static List<String> cells(String row) {
    String inner = row.strip().replaceAll("^\\||\\|$", "");
    return Stream.of(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  private static List<Path> in(Path folder, int depth) {
    try (Stream<Path> files = Files.find(folder, depth, (path, what) -> what.isRegularFile())) {
      return files.filter(path -> path.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
