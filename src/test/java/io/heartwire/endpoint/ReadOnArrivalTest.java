package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link waits for data without a buffer. */
class ReadOnArrivalTest extends LinkFixture {
  private Request standIn;

  @BeforeEach
  void standIn() throws ReflectiveOperationException {
    standIn = (Request) ReadOnArrival.of(channel, ReadOnArrival.Handles.of(Request.class), null);
  }

  @Test
  void theBufferForAReadGoesBackBeforeTheReadBegins() {
    Buffer offered = new Buffer();
    standIn.setBuffer(offered);

    standIn.read(1, link, true, NO_TIMEOUT);

    assertThat(offered.releases).isEqualTo(1);
    assertThat(channel.buffer).isNull();
    assertThat(channel.size).isEqualTo(8_192);
    assertThat(channel.reads).containsExactly("1 queued=true timeout=-1");
  }

  @Test
  void theNextReadWaitsWithoutABufferToo() {
    standIn.setBuffer(new Buffer());
    standIn.read(1, link, true, NO_TIMEOUT);
    channel.arrive(new Buffer());

    Buffer second = new Buffer();
    link.told.setBuffer(second);
    link.told.read(1, link, true, NO_TIMEOUT);

    assertThat(second.releases).isEqualTo(1);
    assertThat(channel.buffer).isNull();
    assertThat(channel.reads).hasSize(2);
  }

  @Test
  void whatArrivesIsTheLinksToTakeAndToRelease() {
    standIn.setBuffer(new Buffer());
    standIn.read(1, link, true, NO_TIMEOUT);
    Buffer arrived = new Buffer();

    channel.arrive(arrived);

    assertThat(link.told.getBuffer()).isSameAs(arrived);
    assertThat(arrived.releases).isZero();
  }

  @Test
  void dataThatCameWithTheHandshakeStays() {
    Buffer early = new Buffer();

    standIn.setBuffer(early);

    assertThat(standIn.getBuffer()).isSameAs(early);
    assertThat(early.releases).isZero();
  }

  @Test
  void aReadThatIsCalledOffTouchesNoBuffer() {
    Buffer arriving = new Buffer();
    standIn.setBuffer(arriving);

    standIn.read(1, null, true, -2);

    assertThat(arriving.releases).isZero();
    assertThat(channel.reads).containsExactly("1 queued=true timeout=-2");
  }

  @Test
  void anErrorReachesTheLinkAsItWas() {
    IOException why = new IOException("reset");
    standIn.read(1, link, true, NO_TIMEOUT);

    channel.fail(why);

    assertThat(link.error).isSameAs(why);
    assertThatThrownBy(() -> standIn.read(5, 0)).isSameAs(channel.refusal);
  }
}
