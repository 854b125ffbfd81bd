package io.heartwire.liberty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heartwire.liberty.LookalikeServer.Buffer;
import io.heartwire.liberty.LookalikeServer.Link;
import io.heartwire.liberty.LookalikeServer.Reads;
import io.heartwire.liberty.LookalikeServer.Writes;
import io.heartwire.wire.WireSession;
import io.heartwire.wire.WireUnsupportedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is done to a server that looks like Open Liberty. */
class LibertySessionTest {
  private final Link link = new LookalikeServer.Session().link();
  private final Reads reads = link.tcpConnection.reads;
  private final Writes writes = Objects.requireNonNull(link.tcpConnection.writes);
  private final LibertySession session = session(link);
  private final Heard heard = new Heard();

  @Test
  void theLinkIsFoundBehindTheSession() throws Throwable {
    LookalikeServer.Session ofContainer = new LookalikeServer.Session();
    LinkHandles handles = LinkHandles.of(LookalikeServer.Session.class);

    Object found = handles.link().invokeExact((Object) ofContainer);
    assertThat(found).isSameAs(ofContainer.link());
    Object connection = handles.connection().invokeExact(found);
    assertThat(connection).isSameAs(ofContainer.link().tcpConnection);
  }

  @Test
  void aSessionOfAnotherKindIsNotAsItIsKnown() {
    assertThatExceptionOfType(ReflectiveOperationException.class)
        .isThrownBy(() -> LinkHandles.of(String.class));
    assertThatExceptionOfType(ReflectiveOperationException.class)
        .isThrownBy(() -> ConnectionHandles.of(Link.class));
    assertThatExceptionOfType(ReflectiveOperationException.class)
        .isThrownBy(() -> HttpHandles.of(Link.class));
  }

  @Test
  void aServerOfAnotherKindIsNotLookedInto() {
    assertThat(new LibertyServer().find(new LookalikeServer.Session())).isEmpty();
  }

  @Test
  void whatWasReadWithTheHandshakeIsTakenOnce() {
    link.deviceConnLink.http.read = buffer("early");

    assertThat(text(session.early())).isEqualTo("early");
    assertThat(session.early().hasRemaining()).isFalse();
  }

  @Test
  void theRequestIsLetGoWithAllThatItWasReadInto() {
    LookalikeServer.Http http = link.deviceConnLink.http;
    LookalikeServer.Buffer first = buffer("GET /");
    LookalikeServer.Buffer last = buffer("early");
    http.read = last;
    http.allocated.addAll(List.of(first, last));
    ByteBuffer unused = session.early();

    assertThat(http.request.isCleared).isTrue();
    assertThat(http.allocated).as("given back with the connection").containsExactly(last);
    assertThat(first.releases).isEqualTo(1);
    assertThat(last.releases).isZero();
  }

  @Test
  void mostlyNothingWasReadWithTheHandshake() {
    assertThat(session.early().hasRemaining()).isFalse();
  }

  @Test
  void theContainerIsKeptFromReading() {
    session.takeOver();

    assertThat(link.readLinkStatus).isEqualTo(LookalikeServer.ReadStatus.READ_NOT_OK);
  }

  @Test
  void itReadsWithoutABufferUntilItIsToldNotTo() {
    session.read(heard);
    assertThat(reads.calls).containsExactly("size 8192", "read 1 true -1");
    assertThat(reads.getBuffers()).containsOnlyNulls();

    Buffer first = arrived("a");
    reads.arrive(first);
    assertThat(heard.pieces).containsExactly("a");
    assertThat(first.releases).as("given back to the pool").isEqualTo(1);
    assertThat(reads.calls).hasSize(4);

    heard.goesOn = false;
    reads.arrive(arrived("b"));
    assertThat(heard.pieces).containsExactly("a", "b");
    assertThat(reads.calls).hasSize(4);
  }

  @Test
  void severalBuffersAreTakenInTheirOrder() {
    session.read(heard);
    reads.arrive(arrived("a"), arrived("b"));

    assertThat(heard.pieces).containsExactly("a", "b");
  }

  @Test
  void theEndOfTheConnectionIsTold() {
    session.read(heard);
    reads.fail(new IOException("end of stream"));

    assertThat(heard.failures).containsExactly("end of stream");
    assertThat(reads.calls).as("nothing is read any more").hasSize(2);
  }

  @Test
  void aConnectionThatCannotBeReadOnIsToldSo() {
    session.read(heard);
    reads.failure = new IllegalStateException("closed meanwhile");
    reads.arrive(arrived("a"));

    assertThat(heard.pieces).containsExactly("a");
    assertThat(heard.failures).containsExactly("the connection cannot be read any more");
  }

  @Test
  void aWriteThatIsDoneAtOnceCallsNobodyBack() {
    assertThat(session.write(ByteBuffer.wrap(new byte[] {1, 2}), heard)).isTrue();

    assertThat(writes.calls).containsExactly("write -1 false -1");
    assertThat(Objects.requireNonNull(writes.buffer).remaining()).isEqualTo(2);
    assertThat(heard.written).isZero();
  }

  @Test
  void aWriteThatIsNotDoneAtOnceCallsBack() {
    writes.isSlow = true;
    assertThat(session.write(ByteBuffer.allocate(1), heard)).isFalse();
    Objects.requireNonNull(writes.callback).complete("connection", writes);

    assertThat(heard.written).isEqualTo(1);
  }

  @Test
  void aWriteThatFailsIsTold() {
    writes.isSlow = true;
    session.write(ByteBuffer.allocate(1), heard);
    Objects.requireNonNull(writes.callback).error("connection", writes, new IOException("reset"));

    assertThat(heard.failures).containsExactly("reset");
  }

  @Test
  void nothingIsWrittenToAConnectionThatIsClosed() {
    link.tcpConnection.writes = null;

    assertThat(session.write(ByteBuffer.allocate(1), heard)).isTrue();
  }

  @Test
  void theLinkIsMadeToBelieveThatItIsClosedBeforeItIsClosed() {
    session.close();

    assertThat(link.calls).containsExactly("signalClose", "close null false false");
  }

  @Test
  void aTypeThatIsAnotherMeansThatTheServerIsNotAsItIsKnown() {
    ClassCastException failure = new ClassCastException("another version");
    reads.failure = failure;

    assertThatExceptionOfType(WireUnsupportedException.class)
        .isThrownBy(() -> session.read(heard))
        .withCause(failure);
  }

  /** Clients decide when that happens, so it must say nothing about the server. */
  @Test
  void whatElseTheServerThrowsMeansThatTheConnectionHasEnded() {
    reads.failure = new IllegalStateException("released");

    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> session.read(heard));
  }

  @Test
  void aCallbackHasTheMethodsOfAnyObject() {
    writes.isSlow = true;
    session.write(ByteBuffer.allocate(1), heard);

    assertThat(writes.callback).hasToString(String.valueOf(writes.callback));
    assertThat(heard.written).isZero();
  }

  private static LibertySession session(Link link) {
    try {
      LinkHandles links = LinkHandles.of(LookalikeServer.Session.class);
      return new LibertySession(
          links,
          link,
          ConnectionHandles.of(links.connectionType()),
          link.tcpConnection,
          HttpHandles.of(LookalikeServer.Http.class),
          link.deviceConnLink.http,
          null);
    } catch (ReflectiveOperationException unlike) {
      throw new AssertionError(unlike);
    }
  }

  private static Buffer buffer(String content) {
    return new Buffer(ByteBuffer.wrap(content.getBytes(US_ASCII)));
  }

  /** As a channel leaves it: filled, and not yet flipped. */
  private static Buffer arrived(String content) {
    return new Buffer(ByteBuffer.allocate(100).put(content.getBytes(US_ASCII)));
  }

  private static String text(ByteBuffer bytes) {
    return US_ASCII.decode(bytes).toString();
  }

  private static final class Heard implements WireSession.ReadCallback, WireSession.WriteCallback {
    private final List<String> pieces = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean goesOn = true;
    private int written;

    @Override
    public boolean received(ByteBuffer bytes) {
      pieces.add(text(bytes));
      return goesOn;
    }

    @Override
    public void written() {
      written++;
    }

    @Override
    public void failed(IOException failure) {
      failures.add(String.valueOf(failure.getMessage()));
    }
  }
}
