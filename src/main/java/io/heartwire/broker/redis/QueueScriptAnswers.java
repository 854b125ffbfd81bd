package io.heartwire.broker.redis;

import static io.heartwire.broker.redis.Replies.number;
import static io.heartwire.broker.redis.Replies.text;

import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.Publication;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts of queues answer. */
final class QueueScriptAnswers {

  private QueueScriptAnswers() {}

  static List<QueueMessage> messages(String queue, List<Object> answer) {
    List<QueueMessage> messages = new ArrayList<>(answer.size() / 4);
    for (int i = 0; i + 3 < answer.size(); i += 4) {
      Publication stored = Envelope.read((byte[]) answer.get(i + 2)).publication();
      if (stored == null) {
        throw new IllegalArgumentException("not a message: is another node newer?");
      }
      messages.add(
          new QueueMessage(
              queue,
              number(answer.get(i)),
              stored.data(),
              stored.tags(),
              stored.info(),
              (int) number(answer.get(i + 1)),
              stored.timeMillis(),
              dead(text(answer.get(i + 3)))));
    }
    return messages;
  }

  /** Reason, deliveries, milliseconds and detail, as scripts write it. */
  private static @Nullable DeadLetter dead(String said) {
    if (said.isEmpty()) {
      return null;
    }
    String[] words = said.split(" ", 4);
    return new DeadLetter(
        DeadLetter.Reason.valueOf(words[0]),
        words[3],
        Integer.parseInt(words[1]),
        Long.parseLong(words[2]));
  }

  /** Figures in the order of the script. */
  static QueueStats stats(List<Object> answer) {
    long[] n = answer.stream().mapToLong(Replies::number).toArray();
    return new QueueStats(
        n[0],
        n[1],
        n[2] - n[0] - n[1],
        n[3],
        n[4],
        Duration.ofMillis(n[5]),
        (int) n[6],
        new QueueStats.Counters(n[7], n[8], n[9], n[10], n[11], n[12], n[13]));
  }

  static List<Boolean> flags(List<Object> answer) {
    return answer.stream().map(flag -> number(flag) == 1).toList();
  }

  static @Nullable Duration due(Object millis) {
    return number(millis) < 0 ? null : Duration.ofMillis(number(millis));
  }
}
