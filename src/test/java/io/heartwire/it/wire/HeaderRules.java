package io.heartwire.it.wire;

import static io.heartwire.it.client.RawSocket.CONTINUATION;
import static io.heartwire.it.client.RawSocket.PING;
import static io.heartwire.it.client.RawSocket.TEXT;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the first two bytes of a frame may say (RFC 6455, sections 5.1, 5.2, 5.4 and 5.5). */
interface HeaderRules extends Wire {

  @ParameterizedTest
  @ValueSource(ints = {0x40, 0x20, 0x10, 0x70})
  default void reservedBitsBreakTheProtocol(int bits) throws IOException {
    for (int opcode : MESSAGES) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(FIN | bits | opcode, 1).raw('x'));
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(bits | opcode, 1).raw('x'));
      mustEnd(
          PROTOCOL_ERROR,
          Wire.frames()
              .frame(opcode, false, Wire.filled(1))
              .header(FIN | bits | CONTINUATION, 1)
              .raw('x'));
    }
    for (int opcode : CONTROLS) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(FIN | bits | opcode, 2).raw(0, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  default void reservedOpcodesBreakTheProtocol(int opcode) throws IOException {
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(opcode, true, Wire.filled(1)));
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(opcode, false));
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(TEXT, false).frame(opcode, true));
  }

  @Test
  default void framesWithoutAMaskBreakTheProtocol() throws IOException {
    for (int opcode : MESSAGES) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().raw(FIN | opcode, 1, 'x'));
      mustEnd(PROTOCOL_ERROR, Wire.frames().raw(FIN | opcode, 0));
      mustEnd(PROTOCOL_ERROR, Wire.frames().raw(opcode, 1, 'x'));
      mustEnd(
          PROTOCOL_ERROR,
          Wire.frames().frame(opcode, false, Wire.filled(1)).raw(FIN | CONTINUATION, 1, 'x'));
    }
    for (int opcode : CONTROLS) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().raw(FIN | opcode, 2, 3, 232)); // of a goodbye: 1000
    }
  }

  @Test
  default void fragmentedControlFramesBreakTheProtocol() throws IOException {
    for (int opcode : CONTROLS) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().frame(opcode, false));
      mustEnd(PROTOCOL_ERROR, Wire.frames().frame(TEXT, false).frame(opcode, false));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 300, LIMIT})
  default void controlFramesOfMoreThan125BytesBreakTheProtocol(int length) throws IOException {
    for (int opcode : CONTROLS) {
      mustEnd(PROTOCOL_ERROR, Wire.frames().header(FIN | opcode, length));
      mustEnd(PROTOCOL_ERROR, Wire.frames().frame(opcode, true, Wire.filled(length)));
    }
  }

  @Test
  default void aContinuationOfNothingBreaksTheProtocol() throws IOException {
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(CONTINUATION, true, Wire.filled(1)));
    mustEnd(PROTOCOL_ERROR, Wire.frames().frame(CONTINUATION, false));
    mustEnd(PROTOCOL_ERROR, Wire.frames().text("whole").frame(CONTINUATION, true));
    mustEnd(
        PROTOCOL_ERROR,
        Wire.frames()
            .frame(TEXT, false)
            .frame(CONTINUATION, true)
            .frame(PING, true)
            .frame(CONTINUATION, true));
  }

  @Test
  default void aMessageWithinAMessageBreaksTheProtocol() throws IOException {
    for (int outer : MESSAGES) {
      for (int inner : MESSAGES) {
        mustEnd(
            PROTOCOL_ERROR,
            Wire.frames().frame(outer, false, Wire.filled(1)).frame(inner, true, Wire.filled(1)));
        mustEnd(PROTOCOL_ERROR, Wire.frames().frame(outer, false).frame(inner, false));
      }
    }
  }
}
