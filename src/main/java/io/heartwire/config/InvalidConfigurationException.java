package io.heartwire.config;

import java.util.List;
import java.util.stream.Collectors;

/** Stops the start of the gateway. The message names every value that must be changed. */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidConfigurationException(List<ConfigProblem> problems) {
    super(
        problems.stream()
            .map(problem -> System.lineSeparator() + "  " + problem)
            .collect(
                Collectors.joining(
                    "",
                    "Heartwire cannot start, " + problems.size() + " setting(s) are wrong:",
                    "")));
  }
}
