package io.heartwire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A certificate of 127.0.0.1 that signs itself, made by {@code openssl}, which must be installed.
 */
public final class Certificate implements AutoCloseable {
  private final Path directory;

  private Certificate() throws IOException {
    directory = Files.createTempDirectory("heartwire-certificate");
  }

  public static Certificate make() {
    try {
      Certificate made = new Certificate();
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "rsa:2048",
                  "-nodes",
                  "-days",
                  "2",
                  "-subj",
                  "/CN=heartwire-test",
                  "-addext",
                  "subjectAltName=IP:127.0.0.1",
                  "-keyout",
                  made.key().toString(),
                  "-out",
                  made.file().toString())
              .redirectErrorStream(true)
              .redirectOutput(made.directory.resolve("log").toFile())
              .start();
      if (!openssl.waitFor(20, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
        throw new IOException(Files.readString(made.directory.resolve("log")));
      }
      return made;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The certificate, as PEM. */
  public Path file() {
    return directory.resolve("certificate.pem");
  }

  /** Its private key, as PEM. */
  public Path key() {
    return directory.resolve("key.pem");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file());
      Files.deleteIfExists(key());
      Files.deleteIfExists(directory.resolve("log"));
      Files.delete(directory);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
