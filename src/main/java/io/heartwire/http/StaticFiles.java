package io.heartwire.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one page of the gateway, with a policy under which they may load and reach their own
 * origin only. Each is compressed once. Safe for use by any thread.
 *
 * <p>Not left to the container, which would ask the application first where that has a servlet for
 * all paths, and which on Liberty answers 500 and logs an error when the query holds a {@code %23},
 * as that of a channel with {@code #} in its name does.
 */
public final class StaticFiles {
  /** Without a step back, which would take a frame of the stack for each folder. */
  private static final Pattern NAME =
      Pattern.compile("(?:[a-z0-9-]+/)*+[A-Za-z0-9-]+\\.(?:html|css|js|svg|txt)");

  private static final Pattern GZIP =
      Pattern.compile("(^|[,\\s])gzip\\s*(,|$|;\\s*q=(1|0?\\.0*[1-9]))", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml",
          "txt", "text/plain;charset=utf-8");

  /*
   * connect-src: CSP 3 lets 'self' cover ws and wss of the same host and port, and all engines have
   * followed since 2022. To name the host instead would mean to trust the Host header, and to allow
   * "ws:" would mean any host.
   */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          // Even a mistake in the page's own script cannot turn a message into markup.
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          // Asked again every time: modules of two releases must not meet.
          "Cache-Control", "no-cache",
          "Vary", "Accept-Encoding");

  private final String folder;

  /** What has been asked for, compressed: no more than there are files. */
  private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

  /**
   * @param folder its name below {@code META-INF/pages}
   */
  public StaticFiles(String folder) {
    this.folder = "/META-INF/pages/" + folder + '/';
  }

  /**
   * Answers with a file, compressed where the client takes that, or with 404 if there is none of
   * this name.
   *
   * @param name letters, digits and hyphens, perhaps below folders, and a known ending
   * @return whether there is one
   */
  public boolean serve(String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HEADERS.forEach(response::setHeader);
    if (isName(name) && send(name, takesGzip(request), response)) {
      return true;
    }
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    return false;
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private boolean send(String name, boolean takesGzip, HttpServletResponse response)
      throws IOException {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (takesGzip) {
      byte[] bytes = compressed(name);
      if (bytes == null) {
        return false;
      }
      response.setContentType(type);
      response.setHeader("Content-Encoding", "gzip");
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
      return true;
    }
    try (InputStream file = open(name)) {
      if (file == null) {
        return false;
      }
      response.setContentType(type);
      file.transferTo(response.getOutputStream());
      return true;
    }
  }

  /** Null if there is no such file. */
  byte @Nullable [] compressed(String name) throws IOException {
    byte[] kept = compressed.get(name);
    if (kept != null) {
      return kept;
    }
    try (InputStream file = open(name)) {
      if (file == null) {
        return null;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream gzip = new GZIPOutputStream(bytes)) {
        file.transferTo(gzip);
      }
      compressed.put(name, bytes.toByteArray());
    }
    return compressed.get(name);
  }

  private @Nullable InputStream open(String name) {
    return StaticFiles.class.getResourceAsStream(folder + name);
  }

  /** RFC 9110 §12.5.3; who refuses it by a weight of 0 gets it plain, as who does not name it. */
  private static boolean takesGzip(HttpServletRequest request) {
    String taken = request.getHeader("Accept-Encoding");
    return taken != null && GZIP.matcher(taken).find();
  }
}
