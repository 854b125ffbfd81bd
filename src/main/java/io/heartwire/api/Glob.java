package io.heartwire.api;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern for names: {@code *} is any text, {@code ?} any character, {@code [abc]}, {@code [a-z]}
 * and {@code [!a-z]} are characters, {@code {a,b*}} are patterns to choose from, and a backslash
 * takes the meaning of what follows.
 *
 * <p>Matching goes through the pattern once and keeps all places in the text where it may have got
 * to, so that no pattern can make it take long.
 */
final class Glob {
  private static final int LONGEST = 255;

  /** A part of a pattern: from places in the text to those behind what it matches. */
  private interface Part {
    BitSet after(String text, BitSet places);
  }

  private interface CharacterTest {
    boolean matches(char c);
  }

  private final List<Part> parts;

  private Glob(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * @throws ApiException if it is not a pattern
   */
  static Glob parse(String pattern) {
    if (pattern.length() > LONGEST) {
      throw ApiException.badRequest("pattern is longer than " + LONGEST + " characters");
    }
    return new Glob(new Parser(pattern).sequence(false));
  }

  boolean matches(String text) {
    BitSet places = new BitSet();
    places.set(0);
    return after(parts, text, places).get(text.length());
  }

  private static BitSet after(List<Part> parts, String text, BitSet from) {
    BitSet places = from;
    for (Part part : parts) {
      if (places.isEmpty()) {
        return places;
      }
      places = part.after(text, places);
    }
    return places;
  }

  private static BitSet anyText(String text, BitSet places) {
    BitSet after = new BitSet();
    after.set(places.nextSetBit(0), text.length() + 1);
    return after;
  }

  private static Part one(CharacterTest test) {
    return (text, places) -> {
      BitSet after = new BitSet();
      for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
        if (at < text.length() && test.matches(text.charAt(at))) {
          after.set(at + 1);
        }
      }
      return after;
    };
  }

  private static Part either(List<List<Part>> choices) {
    return (text, places) -> {
      BitSet after = new BitSet();
      choices.forEach(choice -> after.or(after(choice, text, places)));
      return after;
    };
  }

  private static final class Parser {
    private final String pattern;
    private int at;

    Parser(String pattern) {
      this.pattern = pattern;
    }

    /** Up to the end, or to what ends a choice. */
    List<Part> sequence(boolean isChoice) {
      List<Part> parts = new ArrayList<>();
      while (at < pattern.length() && !(isChoice && endsChoice(pattern.charAt(at)))) {
        parts.add(part(pattern.charAt(at++)));
      }
      return parts;
    }

    private Part part(char c) {
      return switch (c) {
        case '*' -> Glob::anyText;
        case '?' -> one(any -> true);
        case '[' -> one(set());
        case '{' -> choices();
        case '\\' -> literal(next());
        default -> literal(c);
      };
    }

    private Part choices() {
      List<List<Part>> choices = new ArrayList<>();
      do {
        choices.add(sequence(true));
      } while (next() == ',');
      return either(choices);
    }

    private CharacterTest set() {
      boolean negated = at < pattern.length() && pattern.charAt(at) == '!';
      if (negated) {
        at++;
      }
      BitSet members = new BitSet();
      for (char c = next(); c != ']'; c = next()) {
        char first = c == '\\' ? next() : c;
        boolean isRange =
            at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
        if (isRange) {
          at++;
          addRange(members, first, next());
        } else {
          members.set(first);
        }
      }
      return c -> members.get(c) != negated;
    }

    private void addRange(BitSet members, char first, char last) {
      if (last < first) {
        throw ApiException.badRequest("pattern has a range from %c to %c".formatted(first, last));
      }
      members.set(first, last + 1);
    }

    private char next() {
      if (at == pattern.length()) {
        throw ApiException.badRequest("pattern ends within [, { or behind \\");
      }
      return pattern.charAt(at++);
    }

    private static boolean endsChoice(char c) {
      return c == ',' || c == '}';
    }

    private static Part literal(char wanted) {
      return one(c -> c == wanted);
    }
  }
}
