package io.heartwire.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served of the files that a page has. */
class StaticFilesTest {
  private final StaticFiles files = new StaticFiles("heartwire");

  @Test
  void aFileMustBeCompressedOnceForAllWhoAsk() throws IOException {
    byte[] first = files.compressed("theme.css");

    assertThat(files.compressed("theme.css")).isSameAs(first);
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(first))) {
      assertThat(new String(plain.readAllBytes(), UTF_8)).contains("--ground");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"theme.css", "guide/a/README.html", "a-1/b.js"})
  void aFileIsNamedByLettersPerhapsBelowFolders(String name) {
    assertThat(StaticFiles.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/theme.css", "../theme.css", "a/../theme.css", "a//b.css", ".css", "a.class"})
  void whatCouldLeadElsewhereIsNoName(String name) {
    assertThat(StaticFiles.isName(name)).isFalse();
  }

  @Test
  void aPathOfAnyLengthIsOnlyAPath() {
    assertThat(StaticFiles.isName("a/".repeat(50_000) + "b.css")).isTrue();
    assertThat(StaticFiles.isName("a/".repeat(50_000))).isFalse();
  }

  @Test
  void whatIsNotThereMustNotBeKept() throws IOException {
    assertThat(files.compressed("nothing.css")).isNull();
    assertThat(files.compressed("nothing.css")).isNull();
  }
}
