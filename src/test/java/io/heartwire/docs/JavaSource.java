package io.heartwire.docs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a whole source with the class path of the tests. */
final class JavaSource extends SimpleJavaFileObject {
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public )?(?:final |abstract )?(?:class|interface|record|enum) (\\w+)",
          Pattern.MULTILINE);

  private final String text;

  private JavaSource(String text) {
    super(URI.create("page:///" + type(text) + ".java"), Kind.SOURCE);
    this.text = text;
  }

  /** What the compiler has against it; the classes go into the folder. */
  static List<String> errorsIn(String text, Path folder) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, null)) {
      compiler
          .getTask(
              null,
              files,
              found,
              List.of(
                  "-proc:none",
                  "-d",
                  folder.toString(),
                  "-classpath",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path"))),
              null,
              List.of(new JavaSource(text)))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(each -> "line " + each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
        .toList();
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }

  private static String type(String text) {
    Matcher type = TYPE.matcher(text);
    return type.find() ? type.group(1) : "Example";
  }
}
