package io.heartwire.it.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The part of the image that is read-only in a pod: the server's configuration, and the WAR. */
record PodFiles(Path userDirectory) {
  private static final String SERVER = "servers/heartwire";

  /** {@code server.env} is made with the server; where it is missing, a start would write it. */
  private static final List<String> FILES =
      List.of("server.xml", "server.env", "jvm.options", "apps/heartwire.war");

  /** A copy of what the build has installed, with the manifests' part laid over it. */
  static PodFiles install(Path userDirectory, String portsXml) throws IOException {
    Path installed = Path.of(System.getProperty("heartwire.wlp.home"), "usr", SERVER);
    Path server = userDirectory.resolve(SERVER);
    Files.createDirectories(server.resolve("apps"));
    for (String file : FILES) {
      Files.copy(installed.resolve(file), server.resolve(file));
    }
    Path overrides = server.resolve("configDropins/overrides");
    Files.createDirectories(overrides);
    Files.writeString(overrides.resolve("ports.xml"), portsXml);
    return new PodFiles(userDirectory);
  }

  /** Every file there is, and when it was changed last. */
  Map<Path, FileTime> state() throws IOException {
    Map<Path, FileTime> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(userDirectory)) {
      files.filter(Files::isRegularFile).forEach(file -> state.put(file, changedAt(file)));
    }
    return state;
  }

  private static FileTime changedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
