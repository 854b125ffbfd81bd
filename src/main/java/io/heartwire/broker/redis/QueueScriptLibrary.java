package io.heartwire.broker.redis;

/**
 * What the scripts of {@link QueueScripts} have in common, and the first part of each.
 *
 * <p>ARGV: the queue, the prefix of the nodes' news, 1 for a Redis Cluster, the lease in
 * milliseconds, the most deliveries, dead letters and bytes; then each script's own, from the
 * eighth on. KEYS: as {@link QueueKeys#of} has them.
 */
final class QueueScriptLibrary {
  static final String SOURCE =
      """
      local q, dlq = KEYS[1], KEYS[2]
      if dlq == q .. '-' then dlq = nil end
      local name, news, sharded = ARGV[1], ARGV[2], ARGV[3] == '1'
      local lease, maxDeliveries = tonumber(ARGV[4]), tonumber(ARGV[5])
      local maxDead, maxBytes = tonumber(ARGV[6]), tonumber(ARGV[7])
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)

      local function count(base, what, by)
        if by ~= 0 then redis.call('HINCRBY', base .. ':c', what, by) end
      end
      local function figure(base, what)
        return tonumber(redis.call('HGET', base .. ':c', what) or '0')
      end
      -- Tells one that waits; of a cluster's subscribers only the own server's are known.
      local function wake(base, which)
        while true do
          local who = redis.call('SPOP', base .. ':w')
          if not who then return end
          if redis.call('PUBLISH', news .. who, which) > 0 and not sharded then return end
        end
      end
      local function wakeIfReady()
        if redis.call('EXISTS', q .. ':r') == 1 then wake(q, name) end
      end
      local function add(base, value, expires, due)
        -- Ahead of the clock, or a Redis that was set back would give a message the id of a lost one,
        -- and a consumer of that one could acknowledge this.
        local id = string.format('%.0f', math.max(figure(base, 'id') + 1, now * 1000))
        redis.call('HSET', base .. ':c', 'id', id)
        redis.call('PERSIST', base .. ':c')
        redis.call('HSET', base .. ':m', id, value)
        count(base, 'bytes', #value)
        if expires > 0 then redis.call('ZADD', base .. ':e', expires, id) end
        if due > now then
          redis.call('ZADD', base .. ':d', due, id)
        else
          redis.call('ZADD', base .. ':r', id, id)
        end
        return id
      end
      local function remove(base, id, size)
        redis.call('HDEL', base .. ':m', id)
        redis.call('HDEL', base .. ':n', id)
        redis.call('HDEL', base .. ':x', id)
        redis.call('ZREM', base .. ':e', id)
        count(base, 'bytes', -size)
        if redis.call('EXISTS', base .. ':m') == 0 then
          redis.call('EXPIRE', base .. ':c', 2592000)
        end
      end
      local function hasRoom(base, size, most)
        return redis.call('HLEN', base .. ':m') < most and figure(base, 'bytes') + size <= maxBytes
      end
      local function timeless(value)
        return (string.gsub(value, '^(%d+ %S+ %S+ %S+ %d+) %d+', '%1 0', 1))
      end
      local function expiry(value)
        return tonumber(string.match(value, '^%d+ %S+ %S+ %S+ %d+ (%d+)') or '0')
      end
      local function buryNew(value, deliveries, reason, detail)
        count(q, 'dead', 1)
        if not dlq then count(q, 'dropped', 1) return end
        value = timeless(value)
        while not hasRoom(dlq, #value, maxDead) do
          local oldest = redis.call('ZPOPMIN', dlq .. ':r')
          if #oldest == 0 then count(q, 'dropped', 1) return end
          remove(dlq, oldest[1], redis.call('HSTRLEN', dlq .. ':m', oldest[1]))
          count(q, 'dropped', 1)
        end
        local id = add(dlq, value, 0, 0)
        count(dlq, 'sent', 1)
        redis.call('HSET', dlq .. ':x', id, reason .. ' ' .. deliveries .. ' ' .. now .. ' ' .. detail)
        wake(dlq, name .. '.dlq')
      end
      local function bury(id, value, reason, detail)
        local deliveries = redis.call('HGET', q .. ':n', id) or '0'
        remove(q, id, #value)
        buryNew(value, deliveries, reason, detail)
      end
      local function again(id, delay, detail)
        local value = redis.call('HGET', q .. ':m', id)
        if not value then return end
        local expires = expiry(value)
        if dlq and tonumber(redis.call('HGET', q .. ':n', id) or '0') >= maxDeliveries then
          bury(id, value, 'DELIVERIES', detail)
        elseif expires > 0 and expires <= now then
          bury(id, value, 'EXPIRED', '')
        elseif delay > 0 then
          redis.call('ZADD', q .. ':d', now + delay, id)
        else
          redis.call('ZADD', q .. ':r', id, id)
        end
      end
      local function forget(owner)
        redis.call('ZREM', q .. ':l', owner)
        redis.call('HDEL', q .. ':t', owner)
        redis.call('HDEL', q .. ':s', owner)
        redis.call('SREM', q .. ':w', owner)
      end
      local function endLease(owner)
        local its = q .. ':o:' .. owner
        local had = redis.call('ZRANGE', its, 0, 199)
        for _, id in ipairs(had) do
          redis.call('ZREM', its, id)
          again(id, 0, 'its node did not renew its lease')
        end
        forget(owner)
        if redis.call('EXISTS', its) == 1 then -- the rest is for the next step
          redis.call('RENAME', its, its .. '+')
          redis.call('ZADD', q .. ':l', 0, owner .. '+')
        end
      end
      local function expire()
        local ids = redis.call('ZRANGEBYSCORE', q .. ':e', 0, now, 'LIMIT', 0, 200)
        for _, id in ipairs(ids) do
          redis.call('ZREM', q .. ':e', id)
          if redis.call('ZREM', q .. ':r', id) + redis.call('ZREM', q .. ':d', id) > 0 then
            bury(id, redis.call('HGET', q .. ':m', id), 'EXPIRED', '')
          end
        end
        return #ids
      end
      -- Does what has become due.
      local function catchUp()
        -- A Redis that is full refuses a script that begins with a write that needs memory. This one
        -- needs none, and changes nothing: consumers must go on, since they make room.
        redis.call('SREM', q .. ':w', '')
        local seen = figure(q, 'seen')
        if now - seen > lease / 2 then -- nobody could renew a lease
          local grace = now + math.min(lease, 3000)
          for _, owner in ipairs(redis.call('ZRANGEBYSCORE', q .. ':l', 1, grace)) do
            redis.call('ZADD', q .. ':l', grace, owner)
          end
        end
        redis.call('HSET', q .. ':c', 'seen', now)
        for _, owner in ipairs(redis.call('ZRANGEBYSCORE', q .. ':l', 0, now, 'LIMIT', 0, 10)) do
          endLease(owner)
        end
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', q .. ':d', 0, now, 'LIMIT', 0, 200)) do
          redis.call('ZREM', q .. ':d', id)
          redis.call('ZADD', q .. ':r', id, id)
        end
        expire()
      end
      -- In how many milliseconds there is something to catch up with; -1 = never.
      local function due()
        local first = -1
        for _, key in ipairs({':d', ':e', ':l'}) do
          local head = redis.call('ZRANGE', q .. key, 0, 0, 'WITHSCORES')
          if head[2] then
            local wait = math.max(0, tonumber(head[2]) - now)
            if first < 0 or wait < first then first = wait end
          end
        end
        return first
      end
      -- What is known of owners ends with a queue that nobody uses, unless they have messages.
      local function keepAWhile()
        if redis.call('EXISTS', q .. ':m') == 1 then
          redis.call('PERSIST', q .. ':l')
        else
          for _, key in ipairs({':c', ':l', ':t', ':s', ':w'}) do
            redis.call('EXPIRE', q .. key, 2592000)
          end
        end
      end
      -- Takes from the owner what it has in this delivery.
      local function release(owner, id, delivery)
        local its = q .. ':o:' .. owner
        local has = redis.call('ZSCORE', its, id)
        if not has or tonumber(has) ~= tonumber(delivery) then return false end
        redis.call('ZREM', its, id)
        return true
      end
      """;

  private QueueScriptLibrary() {}
}
