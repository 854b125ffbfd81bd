package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.server.ProcessTree;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/**
 * The generator is a JVM, too: what it has to compile yet must not take the machine from a server
 * that has just become ready. So it plays the very same load, once, with a server of its own, until
 * its compiler is quiet.
 */
final class Rehearsal {
  /** The counterpart has a thread for each. */
  private static final int CROWD = 1_000;

  private static final int MOST_CROWDS = 200;
  private static final int QUIET_CROWDS = 10;

  /** The compiler is quiet with less than this part of the time. */
  private static final double QUIET = 0.02;

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final Load load;
  private boolean isOver;

  /** What is rehearsed. */
  interface Load {
    void play(Stage stage) throws IOException;
  }

  Rehearsal(Load load) {
    this.load = load;
  }

  /** Takes some seconds before the first measurement, and nothing before the others. */
  void before(Stage stage) throws IOException {
    int quiet = 0;
    for (int i = 0; i < MOST_CROWDS && quiet < QUIET_CROWDS && !isOver; i++) {
      long began = System.nanoTime();
      long compiled = COMPILER.getTotalCompilationTime();
      try (ScriptedServer server = new ScriptedServer()) {
        load.play(on(server.uri().getPort(), stage));
      }
      double millis = (System.nanoTime() - began) / 1e6;
      boolean isQuiet = COMPILER.getTotalCompilationTime() - compiled < QUIET * millis;
      quiet = isQuiet ? quiet + 1 : 0;
    }
    isOver = true;
  }

  private static Stage on(int port, Stage stage) {
    Contender any = new Contender("rehearsal", "rehearsal", Contender.PLAIN, Optional.empty());
    long own = ProcessHandle.current().pid();
    return new Stage(
        any,
        List.of(port),
        new ProcessTree(List.of(own)),
        stage.loop(),
        stage.size().withHandshakes(CROWD));
  }
}
