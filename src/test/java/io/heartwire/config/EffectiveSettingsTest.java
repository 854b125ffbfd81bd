package io.heartwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {
  private static final Pattern LIVE = Pattern.compile("\\| `(heartwire\\.[a-z0-9.-]+)` ↻ \\|.*");

  @Test
  void settingsThatCanChangeMustBeThoseThatTheDocumentationMarks() throws IOException {
    Set<String> marked =
        Files.readAllLines(Path.of("docs/configuration.md")).stream()
            .map(LIVE::matcher)
            .filter(matcher -> matcher.matches())
            .map(matcher -> matcher.group(1))
            .collect(Collectors.toSet());

    assertThat(EffectiveSettings.LIVE).containsExactlyInAnyOrderElementsOf(marked);
  }
}
