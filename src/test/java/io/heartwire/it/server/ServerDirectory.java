package io.heartwire.it.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A copy of the built server's configuration with something of the test's laid over it. */
public final class ServerDirectory {
  /** Goes into the environment of a {@link GatewayServer}, with the directory that was made. */
  public static final String VARIABLE = "WLP_USER_DIR";

  private static final List<String> COPIED = List.of("server.xml", "jvm.options", "server.env");
  private static final String WAR = "heartwire.war";
  private static final String BEANS_XML = "<beans bean-discovery-mode=\"annotated\"/>";

  private ServerDirectory() {}

  /**
   * @param overrides what stands between {@code <server>} and {@code </server>}
   * @return the value for {@link #VARIABLE}, with {@code servers/heartwire} in it
   */
  public static Path with(String overrides) {
    Path user = Installation.newOutputDirectory();
    Path server = user.resolve("servers/heartwire");
    try {
      Path drop = Files.createDirectories(server.resolve("configDropins/overrides"));
      for (String file : COPIED) {
        if (Files.exists(built().resolve(file))) {
          Files.copy(built().resolve(file), server.resolve(file));
        }
      }
      Files.createSymbolicLink(server.resolve("apps"), built().resolve("apps"));
      Files.writeString(drop.resolve("test.xml"), "<server>" + overrides + "</server>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return user;
  }

  /**
   * The gateway as part of an application.
   *
   * @param overrides as those of {@link #with}
   * @param beans what the application has of its own, in a library of the WAR
   */
  public static Path withBeans(String overrides, Class<?>... beans) {
    Path user = with(overrides);
    Path apps = user.resolve("servers/heartwire/apps");
    JavaArchive library =
        ShrinkWrap.create(JavaArchive.class, "application.jar")
            .addClasses(beans)
            .addAsManifestResource(new StringAsset(BEANS_XML), "beans.xml");
    File gateway = built().resolve("apps").resolve(WAR).toFile();
    WebArchive application =
        ShrinkWrap.createFromZipFile(WebArchive.class, gateway).addAsLibrary(library);
    try {
      Files.delete(apps); // the link
      Files.createDirectory(apps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    application.as(ZipExporter.class).exportTo(apps.resolve(WAR).toFile());
    return user;
  }

  private static Path built() {
    return Installation.wlpHome().resolve("usr/servers/heartwire").toAbsolutePath();
  }
}
