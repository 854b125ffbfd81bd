package io.heartwire.broker.redis;

import io.lettuce.core.ScriptOutputType;

/**
 * The steps of queues in Redis, each one script.
 *
 * <p>Keys of a queue {@code q}: {@code q:c} HASH of counters, with the last id, the bytes, and when
 * a lease was last renewed; {@code q:m} HASH of messages by id; {@code q:n} HASH of deliveries by
 * id; {@code q:r} ZSET of ready ids; {@code q:d} ZSET of delayed ids by due time; {@code q:e} ZSET
 * of ids by expiry; {@code q:x} HASH of why they are dead; {@code q:l} ZSET of owners by the end of
 * their lease; {@code q:o:<owner>} ZSET of the ids that it has, with their delivery; {@code q:t}
 * HASH of the last take of owners; {@code q:s} HASH of their consumers; {@code q:w} SET of owners
 * that wait; {@code q:k:<key>} STRING with the id of the message of a key.
 *
 * <p>A message is the line of an {@link Envelope}, with the time of its expiry as one word more,
 * and its body. All times are milliseconds of Redis' clock.
 */
final class QueueScripts {
  /**
   * ARGV: key, its milliseconds, body, delay, TTL, most messages, whether full ones go to the dead,
   * whether to say which master it is. Answers outcome, id, and the generation of the master.
   */
  static final Script SEND =
      script(
          """
          local generation = ''
          if ARGV[15] == '1' then
            local id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
            generation = string.sub(id, 1, 8)
          end
          local known = redis.call('GET', q .. ':k:' .. ARGV[8])
          if known then return {'REPEATED', known, generation} end
          expire() -- there may be no consumer that makes up for it
          local ttl, delay = tonumber(ARGV[12]), tonumber(ARGV[11])
          local expires = 0
          if ttl > 0 then expires = now + ttl end
          local value = '1 0 - - ' .. now .. ' ' .. expires .. '\\n' .. ARGV[10]
          local outcome, id = 'SENT', 0
          if hasRoom(q, #value, tonumber(ARGV[13])) then
            id = add(q, value, expires, now + delay)
            wake(q, name)
          elseif ARGV[14] == '1' then
            outcome = 'DEAD_LETTERED'
            buryNew(value, '0', 'FULL', '')
          else
            count(q, 'refused', 1)
            return {'FULL', 0, ''}
          end
          count(q, 'sent', 1)
          redis.call('SET', q .. ':k:' .. ARGV[8], id, 'PX', ARGV[9])
          return {outcome, id, generation}
          """);

  /** The bytes of a take: an answer must be here within the link's time-out. */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * ARGV: owner, request, most. It is of fewer where they are too many bytes together; then it is
   * told of the rest, or somebody else is. A request that comes after a later one came too late:
   * its owner would not know what it has.
   */
  static final Script TAKE =
      script(
          """
          catchUp()
          local owner, request, most = ARGV[8], ARGV[9], tonumber(ARGV[10])
          local its = q .. ':o:' .. owner
          local last, before = string.match(redis.call('HGET', q .. ':t', owner) or '', '^(%d+) (.*)$')
          if last and tonumber(last) > tonumber(request) then
            wakeIfReady()
            return {1, due()}
          end
          local held = redis.call('ZSCORE', q .. ':l', owner) and 1 or 0
          redis.call('ZADD', q .. ':l', now + lease, owner)
          local ids, deliveries = {}, {}
          if last == request then
            for id in string.gmatch(before, '%d+') do
              local delivery = redis.call('ZSCORE', its, id)
              if delivery then
                ids[#ids + 1] = id
                deliveries[#ids] = delivery
              end
            end
          else
            local popped = redis.call('ZPOPMIN', q .. ':r', most)
            local redelivered, bytes = 0, 0
            for i = 1, #popped, 2 do
              local id = popped[i]
              bytes = bytes + redis.call('HSTRLEN', q .. ':m', id)
              if i > 1 and bytes > MOST_BYTES then
                redis.call('ZADD', q .. ':r', id, id)
              else
                local delivery = redis.call('HINCRBY', q .. ':n', id, 1)
                redis.call('ZADD', its, delivery, id)
                ids[#ids + 1] = id
                deliveries[#ids] = delivery
                if delivery > 1 then redelivered = redelivered + 1 end
              end
            end
            redis.call('HSET', q .. ':t', owner, request .. ' ' .. table.concat(ids, ' '))
            count(q, 'delivered', #ids)
            count(q, 'redelivered', redelivered)
            redis.call(#ids < most and 'SADD' or 'SREM', q .. ':w', owner)
          end
          wakeIfReady()
          local answer = {held, due()}
          for i, id in ipairs(ids) do
            answer[#answer + 1] = id
            answer[#answer + 1] = deliveries[i]
            answer[#answer + 1] = redis.call('HGET', q .. ':m', id)
            answer[#answer + 1] = redis.call('HGET', q .. ':x', id) or ''
          end
          keepAWhile()
          return answer
          """
              .replace("MOST_BYTES", Integer.toString(MOST_BYTES)));

  /** ARGV: owner, then id and delivery of each. */
  static final Script ACKNOWLEDGE =
      script(
          """
          local done = {}
          for i = 9, #ARGV, 2 do
            if release(ARGV[8], ARGV[i], ARGV[i + 1]) then
              remove(q, ARGV[i], redis.call('HSTRLEN', q .. ':m', ARGV[i]))
              count(q, 'acknowledged', 1)
              done[#done + 1] = 1
            else
              done[#done + 1] = 0
            end
          end
          return done
          """);

  /** ARGV: owner, how, delay, why, then id and delivery of each. */
  static final Script GIVE_BACK =
      script(
          """
          local done = {}
          local how, delay, why = ARGV[9], tonumber(ARGV[10]), ARGV[11]
          for i = 12, #ARGV, 2 do
            local id = ARGV[i]
            if release(ARGV[8], id, ARGV[i + 1]) then
              if how == 'UNTOUCHED' then
                redis.call('HINCRBY', q .. ':n', id, -1)
                again(id, 0, why)
              elseif how == 'REJECTED' then
                bury(id, redis.call('HGET', q .. ':m', id), 'REJECTED', why)
              else
                again(id, delay, why)
              end
              done[#done + 1] = 1
            else
              done[#done + 1] = 0
            end
          end
          if delay > 0 then wake(q, name) else wakeIfReady() end
          return done
          """);

  /** ARGV: owner, its consumers. */
  static final Script RENEW =
      script(
          """
          catchUp()
          local held = redis.call('ZSCORE', q .. ':l', ARGV[8]) and 1 or 0
          redis.call('ZADD', q .. ':l', now + lease, ARGV[8])
          redis.call('HSET', q .. ':s', ARGV[8], ARGV[9])
          keepAWhile()
          wakeIfReady()
          return {held, due(), redis.call('EXISTS', q .. ':r'), redis.call('ZCARD', q .. ':o:' .. ARGV[8])}
          """);

  /** ARGV: owner, then the ids that it knows to have. Answers how many came back. */
  static final Script RECONCILE =
      script(
          """
          local its, known, gone = q .. ':o:' .. ARGV[8], {}, 0
          for i = 9, #ARGV do known[ARGV[i]] = true end
          for _, id in ipairs(redis.call('ZRANGE', its, 0, -1)) do
            if not known[id] then
              redis.call('ZREM', its, id)
              again(id, 0, 'its node did not know of it any more')
              gone = gone + 1
            end
          end
          wakeIfReady()
          return {gone}
          """);

  /** ARGV: owner. */
  static final Script LEAVE =
      script(
          """
          local its = q .. ':o:' .. ARGV[8]
          forget(ARGV[8]) -- first, as a write that needs no memory: see catchUp
          for _, id in ipairs(redis.call('ZRANGE', its, 0, -1)) do
            redis.call('HINCRBY', q .. ':n', id, -1)
            again(id, 0, '')
          end
          redis.call('DEL', its)
          wakeIfReady()
          return {1}
          """);

  /** Answers how many are done with; there may be more, unless there were none. */
  static final Script EXPIRE =
      script(
          """
          return {expire()}
          """);

  static final Script STATS =
      script(
          """
          local oldest, consumers = 0, 0
          local first = redis.call('ZRANGE', q .. ':r', 0, 0)[1]
          if first then -- its id says when it came: see add
            oldest = math.max(0, now - math.floor(tonumber(first) / 1000))
          end
          for _, owner in ipairs(redis.call('ZRANGEBYSCORE', q .. ':l', now, '+inf')) do
            consumers = consumers + tonumber(redis.call('HGET', q .. ':s', owner) or '0')
          end
          local dead = redis.call('HLEN', (dlq or q) .. ':m')
          return {redis.call('ZCARD', q .. ':r'), redis.call('ZCARD', q .. ':d'),
              redis.call('HLEN', q .. ':m'), dead, figure(q, 'bytes'), oldest, consumers,
              figure(q, 'sent'), figure(q, 'delivered'), figure(q, 'redelivered'),
              figure(q, 'acknowledged'), figure(q, 'dead'), figure(q, 'refused'),
              figure(q, 'dropped')}
          """);

  /** ARGV: after which id, how many. */
  static final Script PEEK =
      script(
          """
          local answer = {}
          local ids = redis.call('ZRANGEBYSCORE', q .. ':r', '(' .. ARGV[8], '+inf', 'LIMIT', 0, ARGV[9])
          for _, id in ipairs(ids) do
            answer[#answer + 1] = id
            answer[#answer + 1] = redis.call('HGET', q .. ':n', id) or '0'
            answer[#answer + 1] = redis.call('HGET', q .. ':m', id)
            answer[#answer + 1] = redis.call('HGET', q .. ':x', id) or ''
          end
          return answer
          """);

  /** ARGV: how many at most. Answers how many. */
  static final Script PURGE =
      script(
          """
          local gone = 0
          for _, key in ipairs({':r', ':d'}) do
            local popped = redis.call('ZPOPMIN', q .. key, tonumber(ARGV[8]) - gone)
            for i = 1, #popped, 2 do
              remove(q, popped[i], redis.call('HSTRLEN', q .. ':m', popped[i]))
              gone = gone + 1
            end
          end
          return {gone}
          """);

  /** ARGV: how many at most, most messages. Answers how many. */
  static final Script REVIVE =
      script(
          """
          local moved = 0
          for _, id in ipairs(redis.call('ZRANGE', dlq .. ':r', 0, tonumber(ARGV[8]) - 1)) do
            local value = redis.call('HGET', dlq .. ':m', id)
            if not hasRoom(q, #value, tonumber(ARGV[9])) then break end
            redis.call('ZREM', dlq .. ':r', id)
            remove(dlq, id, #value)
            add(q, value, 0, 0)
            moved = moved + 1
          end
          wakeIfReady()
          return {moved}
          """);

  private QueueScripts() {}

  private static Script script(String own) {
    return Script.of(QueueScriptLibrary.SOURCE + own, ScriptOutputType.MULTI);
  }
}
