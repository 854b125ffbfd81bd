package io.heartwire.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fenced block of code on a page.
 *
 * <p>A comment right before the fence, which readers of the page do not see, tells the tests what
 * to do with it:
 *
 * <ul>
 *   <li>{@code <!-- not run: why -->}: it is only checked for its syntax.
 *   <li>{@code <!-- shows "this", "that" -->}: what it prints has these words.
 *   <li>{@code <!-- stays open, shows "this", later "that" -->}: it runs until the end of the page,
 *       and the next block waits for the words before "later".
 * </ul>
 *
 * @param page which page it is on
 * @param line where its fence is, counted from 1
 * @param language what stands behind the fence; empty = none
 * @param note the comment before it; empty = none
 * @param text its lines, each with its end
 */
public record CodeBlock(String page, int line, String language, String note, String text) {
  /** What a note may be. */
  static final Pattern NOTE =
      Pattern.compile(
          "not run: \\S.*|(stays open, )?shows \"[^\"]+\"(, \"[^\"]+\")*(, later \"[^\"]+\")?");

  private static final String NOT_RUN = "not run: ";
  private static final String STAYS_OPEN = "stays open, ";
  private static final String LATER = ", later ";
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  /** Why it cannot be run, if it cannot. */
  public Optional<String> notRun() {
    return note.startsWith(NOT_RUN)
        ? Optional.of(note.substring(NOT_RUN.length()))
        : Optional.empty();
  }

  /** Whether it is not expected to end by itself. */
  public boolean staysOpen() {
    return note.startsWith(STAYS_OPEN);
  }

  /** What it prints before the next block begins. */
  public List<String> shows() {
    int later = note.indexOf(LATER);
    return quoted(later < 0 ? note : note.substring(0, later));
  }

  /** What it prints before the page ends. */
  public List<String> showsLater() {
    int later = note.indexOf(LATER);
    return later < 0 ? List.of() : quoted(note.substring(later));
  }

  @Override
  public String toString() {
    return page + ":" + line + (language.isEmpty() ? "" : " " + language);
  }

  private static List<String> quoted(String text) {
    List<String> all = new ArrayList<>();
    QUOTED.matcher(text).results().forEach(found -> all.add(found.group(1)));
    return all;
  }
}
