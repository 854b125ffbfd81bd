package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the Dockerfile says of the image, so that it can be tested without Docker.
 *
 * @param text with each instruction on one line
 */
public record Dockerfile(String text) {

  /** The one of this project. */
  public static Dockerfile read() {
    try {
      return new Dockerfile(Files.readString(Path.of("Dockerfile")).replaceAll("\\\\\n\\s*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The default of a build argument. */
  public String argument(String name) {
    return only("ARG " + name + "=(\\S+)");
  }

  /** The base of the image itself, not of the stages that build for it. */
  public String base() {
    return all("FROM (\\S+)(?: AS \\w+)?").reduce((first, last) -> last).orElseThrow().group(1);
  }

  /** The variables that the server is given. */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    all("ENV (\\w+)=(\\S+)").forEach(found -> environment.put(found.group(1), found.group(2)));
    return environment;
  }

  /** Where the server may write. */
  public List<String> volumes() {
    return list(only("VOLUME \\[(.*)]"));
  }

  /** By number. */
  public long user() {
    return Long.parseLong(only("USER (\\d+):0"));
  }

  /** What starts the server. */
  public List<String> command() {
    return list(only("CMD \\[(.*)]"));
  }

  /** What a shell is to run to find out whether the server is alive. */
  public String healthCheck() {
    return only("HEALTHCHECK .*?CMD (.*)");
  }

  private String only(String pattern) {
    List<MatchResult> found = all(pattern).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " lines of the Dockerfile are " + pattern);
    }
    return found.get(0).group(1);
  }

  private Stream<MatchResult> all(String pattern) {
    return Pattern.compile("^" + pattern + "$", Pattern.MULTILINE).matcher(text).results();
  }

  private static List<String> list(String quoted) {
    return Pattern.compile("\"([^\"]*)\"").matcher(quoted).results().map(m -> m.group(1)).toList();
  }
}
