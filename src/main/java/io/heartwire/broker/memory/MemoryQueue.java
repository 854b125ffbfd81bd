package io.heartwire.broker.memory;

import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore.Batch;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One queue in memory, of messages or of dead letters. Not safe for use by several threads: its
 * {@link MemoryQueuePair} locks. Times are nanoseconds of the store.
 */
final class MemoryQueue {
  private static final String UNKNOWN = "its node did not know of it any more";

  private final String name;
  private final MemoryQueuePair pair;
  private final TreeMap<Long, QueueItem> ready = new TreeMap<>();
  private final QueueTimes times = new QueueTimes();
  private final QueueOwners owners = new QueueOwners();
  private long lastId;
  private long size;
  private long bytes;
  private final QueueTally tally = new QueueTally();

  MemoryQueue(String name, MemoryQueuePair pair) {
    this.name = name;
    this.pair = pair;
  }

  String name() {
    return name;
  }

  boolean isIdle() {
    return size == 0 && owners.isEmpty();
  }

  /** Whether it has never had a message, so that no number of one could be given again. */
  boolean isUntouched() {
    return lastId == 0 && owners.isEmpty();
  }

  boolean hasRoomFor(long more, QueueLimits limits) {
    return size < limits.maxMessages() && bytes + more <= limits.maxBytes();
  }

  void refuse() {
    tally.refused++;
  }

  /** Returns whether somebody waits for what has become ready, once. */
  boolean takeNews() {
    return owners.takeNews();
  }

  long send(QueueDraft draft, Duration ttl, long now, long millis) {
    long expiresAt = ttl.isZero() ? QueueItem.NEVER : now + ttl.toNanos();
    QueueItem item = new QueueItem(++lastId, draft, now, millis, expiresAt);
    tally.sent++;
    add(item);
    if (draft.delay().isZero()) {
      ready(item);
    } else {
      delay(item, now + draft.delay().toNanos());
    }
    return item.id;
  }

  /** It never came in, since there was no room for it. */
  void sendDead(QueueDraft draft, Now now) {
    tally.sent++;
    QueueItem item = new QueueItem(++lastId, draft, now.nanos(), now.millis(), QueueItem.NEVER);
    buryNew(item, DeadLetter.Reason.FULL, "", now);
  }

  Batch take(String owner, long request, int most, long now, QueueLimits limits) {
    boolean held = owners.find(owner) != null;
    QueueOwner who = owners.renewed(owner, now, limits.lease());
    List<QueueItem> taken = new ArrayList<>();
    if (request < who.request) {
      return new Batch(List.of(), held, due(now)); // it came too late: the owner has gone on
    } else if (request == who.request) {
      who.taken.stream().filter(item -> who.has.get(item.id) == item).forEach(taken::add);
    } else {
      while (taken.size() < most && !ready.isEmpty()) {
        QueueItem item = ready.pollFirstEntry().getValue();
        item.deliveries++;
        tally.delivered++;
        tally.redelivered += item.deliveries > 1 ? 1 : 0;
        who.has.put(item.id, item);
        taken.add(item);
      }
      who.request = request;
      who.taken = List.copyOf(taken);
      who.isWaiting = taken.size() < most;
    }
    return new Batch(taken.stream().map(item -> item.message(name)).toList(), held, due(now));
  }

  boolean acknowledge(String owner, Lease lease) {
    QueueItem item = leased(owner, lease);
    if (item == null) {
      return false;
    }
    remove(item);
    tally.acknowledged++;
    return true;
  }

  boolean giveBack(String owner, Lease lease, Return how, Duration delay, String why, Now now) {
    QueueItem item = leased(owner, lease);
    if (item == null) {
      return false;
    }
    switch (how) {
      case UNTOUCHED -> {
        item.deliveries--;
        ready(item);
      }
      case AGAIN -> again(item, delay, why, now);
      case REJECTED -> bury(item, DeadLetter.Reason.REJECTED, why, now);
    }
    return true;
  }

  /** Returns whether the owner still had its lease. */
  boolean renew(String owner, int consumers, long now, QueueLimits limits) {
    boolean held = owners.find(owner) != null;
    owners.renewed(owner, now, limits.lease()).consumers = consumers;
    return held;
  }

  /** How many messages it has. */
  int has(String owner) {
    QueueOwner who = owners.find(owner);
    return who == null ? 0 : who.has.size();
  }

  int reconcile(String owner, Collection<Long> known, Now now) {
    QueueOwner who = owners.find(owner);
    if (who == null) {
      return 0;
    }
    List<QueueItem> unknown =
        who.has.values().stream().filter(item -> !known.contains(item.id)).toList();
    for (QueueItem item : unknown) {
      who.has.remove(item.id);
      again(item, Duration.ZERO, UNKNOWN, now);
    }
    return unknown.size();
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  void leave(String owner) {
    QueueOwner gone = owners.remove(owner);
    if (gone != null) {
      gone.has
          .values()
          .forEach(
              item -> {
                item.deliveries--;
                ready(item);
              });
    }
  }

  /** Does what has become due. */
  void catchUp(Now now) {
    for (QueueOwner ended : owners.takeEnded(now.nanos(), now.limits().lease())) {
      ended
          .has
          .values()
          .forEach(item -> again(item, Duration.ZERO, "its node did not renew its lease", now));
    }
    times.takeDue(now.nanos()).forEach(this::ready);
    for (long id : times.takeExpired(now.nanos())) {
      QueueItem waiting = ready.remove(id);
      QueueItem item = waiting == null ? times.removeDelayed(id) : waiting;
      if (item != null) { // else a consumer has it
        bury(item, DeadLetter.Reason.EXPIRED, "", now);
      }
    }
  }

  @Nullable Duration due(long now) {
    long first = Math.min(times.first(), owners.firstEnd());
    return first == QueueItem.NEVER ? null : Duration.ofNanos(Math.max(0, first - now));
  }

  List<QueueMessage> peek(long after, int most) {
    return ready.tailMap(after, false).values().stream()
        .limit(most)
        .map(item -> item.message(name))
        .toList();
  }

  long purge() {
    List<QueueItem> all = new ArrayList<>(ready.values());
    all.addAll(times.takeDelayed());
    ready.clear();
    all.forEach(this::remove);
    return all.size();
  }

  int reviveInto(MemoryQueue living, int most, Now now) {
    int count = 0;
    while (count < most && !ready.isEmpty()) {
      QueueItem item = ready.firstEntry().getValue();
      if (!living.hasRoomFor(item.size, now.limits())) {
        break;
      }
      ready.remove(item.id);
      remove(item);
      QueueItem revived = item.as(++living.lastId, now.nanos(), null);
      living.add(revived);
      living.ready(revived);
      count++;
    }
    return count;
  }

  QueueStats stats(long dead, long now) {
    Duration oldest =
        ready.isEmpty()
            ? Duration.ZERO
            : Duration.ofNanos(now - ready.firstEntry().getValue().cameAt);
    return new QueueStats(
        ready.size(),
        times.delayed(),
        owners.inFlight(),
        dead,
        bytes,
        oldest,
        owners.consumers(),
        tally.counters());
  }

  long size() {
    return size;
  }

  private @Nullable QueueItem leased(String owner, Lease lease) {
    QueueOwner who = owners.find(owner);
    QueueItem item = who == null ? null : who.has.get(lease.id());
    if (who == null || item == null || item.deliveries != lease.delivery()) {
      return null;
    }
    who.has.remove(lease.id());
    return item;
  }

  private void again(QueueItem item, Duration delay, String why, Now now) {
    if (item.deliveries >= now.limits().maxDeliveries() && !pair.isDead(this)) {
      bury(item, DeadLetter.Reason.DELIVERIES, why, now);
    } else if (item.expiresAt <= now.nanos()) {
      bury(item, DeadLetter.Reason.EXPIRED, "", now);
    } else if (delay.isZero()) {
      ready(item);
    } else {
      delay(item, now.nanos() + delay.toNanos());
    }
  }

  private void bury(QueueItem item, DeadLetter.Reason reason, String detail, Now now) {
    remove(item);
    buryNew(item, reason, detail, now);
  }

  private void buryNew(QueueItem item, DeadLetter.Reason reason, String detail, Now now) {
    tally.deadLettered++;
    if (pair.isDead(this)) { // rejected there, too
      tally.dropped++;
    } else {
      DeadLetter why = new DeadLetter(reason, detail, item.deliveries, now.millis());
      tally.dropped += pair.dead().addDead(item, why, now);
    }
  }

  /** Returns how many messages are gone for it. */
  private int addDead(QueueItem item, DeadLetter why, Now now) {
    QueueLimits limits = now.limits();
    int gone = 0;
    while (size > 0
        && !ready.isEmpty()
        && (size >= limits.maxDead() || bytes + item.size > limits.maxBytes())) {
      remove(ready.pollFirstEntry().getValue());
      gone++;
    }
    if (size >= limits.maxDead() || bytes + item.size > limits.maxBytes()) {
      return gone + 1;
    }
    tally.sent++;
    QueueItem dead = item.as(++lastId, now.nanos(), why);
    add(dead);
    ready(dead);
    return gone;
  }

  private void add(QueueItem item) {
    size++;
    bytes += item.size;
    pair.count(item.cost);
    times.expire(item);
  }

  private void remove(QueueItem item) {
    size--;
    bytes -= item.size;
    pair.count(-item.cost);
    times.forget(item);
  }

  private void ready(QueueItem item) {
    ready.put(item.id, item);
    times.expire(item); // it may have expired at a consumer
    owners.tell();
  }

  private void delay(QueueItem item, long until) {
    times.delay(item, until);
    owners.tell(); // so that somebody learns when it is due
  }

  /** The moment of a step, with the rules that hold. */
  record Now(long nanos, long millis, QueueLimits limits) {}
}
