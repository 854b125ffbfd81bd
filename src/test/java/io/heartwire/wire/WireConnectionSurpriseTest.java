package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.LogCapture;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that turns out not to be as it is known, when connections are served already. */
class WireConnectionSurpriseTest extends WireConnectionFixture {
  private final LogCapture switchLog = new LogCapture(WireSwitch.class);
  private final LogCapture callLog = new LogCapture(BlockingCallPool.class);
  private final ScriptedWireSession session = session(null);

  @AfterEach
  void releaseTheLogs() {
    switchLog.close();
    callLog.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"early", "read"})
  void aConnectionThatCannotBeReadEndsAndLaterOnesAreServedThePortableWay(String call)
      throws IOException {
    session.unknown = call;
    begin(take(session));

    assertEnded(session, CloseReason.VANISHED);
    assertPortable(call);
  }

  @Test
  void aConnectionThatCannotBeReadAnyMoreDoesSoToo() throws IOException {
    begin(take(session));
    WireUnsupportedException unknown =
        new WireUnsupportedException("not as known", new NoSuchMethodException("buffers"));

    Objects.requireNonNull(session.reader).failed(new IOException("cannot be read", unknown));

    assertEnded(session, CloseReason.VANISHED);
    assertPortable("buffers");
  }

  @Test
  void aConnectionThatCannotBeReadByItsLoopDoesSoToo() throws IOException {
    try (PeerSocket peer = new PeerSocket()) {
      ScriptedWireSession plain = session(peer.gateways);
      plain.unknown = "early";
      begin(take(plain));

      assertThat(peer.next()).isEqualTo("end");
      assertEnded(plain, CloseReason.VANISHED);
      assertPortable("early");
    }
  }

  @Test
  void aConnectionThatCannotBeWrittenToEndsAndLaterOnesAreServedThePortableWay()
      throws IOException {
    session.unknown = "write";
    begin(take(session));
    listener.send("a");

    assertEnded(session, CloseReason.VANISHED);
    assertPortable("write");
  }

  @Test
  void aConnectionThatCannotBeClosedIsReportedOnceForAll() throws IOException {
    session.unknown = "close";
    begin(take(session));
    receiveClose();

    assertEnded(session, CloseReason.NORMAL);
    soon(wireSwitch::isPortable);
    assertPortable("close");
    assertThat(callLog.lines()).as("nothing for each connection").isEmpty();
  }

  private void receiveClose() {
    session.receive(closing(1000, "").bytes());
  }

  private void assertPortable(String call) {
    assertThat(wireSwitch.isPortable()).isTrue();
    assertThat(switchLog.lines()).singleElement().asString().contains("not as known", call);
  }
}
