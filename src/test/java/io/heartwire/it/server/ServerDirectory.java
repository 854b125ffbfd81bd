package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the built server's configuration with something of the test's laid over it. */
public final class ServerDirectory {
  /** Goes into the environment of a {@link GatewayServer}, with the directory that was made. */
  public static final String VARIABLE = "WLP_USER_DIR";

  private static final List<String> COPIED = List.of("server.xml", "jvm.options", "server.env");

  private ServerDirectory() {}

  /**
   * @param overrides what stands between {@code <server>} and {@code </server>}
   * @return the value for {@link #VARIABLE}, with {@code servers/heartwire} in it
   */
  public static Path with(String overrides) {
    Path built = Installation.wlpHome().resolve("usr/servers/heartwire").toAbsolutePath();
    Path user = Installation.newOutputDirectory();
    Path server = user.resolve("servers/heartwire");
    try {
      Path drop = Files.createDirectories(server.resolve("configDropins/overrides"));
      for (String file : COPIED) {
        if (Files.exists(built.resolve(file))) {
          Files.copy(built.resolve(file), server.resolve(file));
        }
      }
      Files.createSymbolicLink(server.resolve("apps"), built.resolve("apps"));
      Files.writeString(drop.resolve("test.xml"), "<server>" + overrides + "</server>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return user;
  }
}
