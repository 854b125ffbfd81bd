package io.heartwire.broker.redis;

import io.lettuce.core.ScriptOutputType;
import java.util.List;

/**
 * The scripts of a channel's stream.
 *
 * <p>The meta hash has {@code e} epoch, {@code s} last offset, {@code v} and {@code w} the newest
 * version's number and epoch, {@code g} the generations of Redis under which offsets were given
 * out, each with its first offset, as {@link StreamState} has them. Times to live are set to eleven
 * tenths and renewed when they are below ten: so nothing is kept shorter than asked for, and few
 * publications renew.
 *
 * <p>The generations tell who knows a stream that Redis has forgotten in part, whatever happened
 * since: offsets that were lost and given out again belong to another generation than the node
 * remembers. A restart that lost nothing only adds one. A generation that was known before and is
 * not the last comes from a node that has not noticed the change yet; it counts as the last. In a
 * Redis Cluster it is the script that finds it out, and then it is another one in any case: a slot
 * that was moved away and back may have lost something where it was.
 *
 * <p>In {@link #PUBLISH} the entry is added before anything else is changed: if Redis has no memory
 * left, nothing has happened.
 */
final class StreamScripts {
  /** The fields of the meta hash that make a {@link StreamState}. */
  static final String[] STATE = {"e", "s", "g"};

  private static final String RENEW =
      """
      local function renew(key, ttl)
        if redis.call('PTTL', key) < ttl then
          redis.call('PEXPIRE', key, math.floor(ttl * 1.1) + 1)
        end
      end
      """;

  /** In a Redis Cluster only the master that runs a script knows for certain which one it is. */
  private static final String GENERATION =
      """
      local function generation(known)
        if known ~= '' then return known end
        local id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
        return string.sub(id, 1, 8)
      end
      """;

  /**
   * Keys: meta, stream, result or none. Arguments: body, size, TTL, meta TTL, an epoch in case
   * there is none, generation or empty, version number or empty, version epoch, window of the key,
   * the command that delivers, and to where: as a key it would be one that is missing, so that a
   * Redis Cluster would refuse the script while it moves the slot. Returns offset, epoch, 1 if
   * suppressed, generation.
   */
  static final Script PUBLISH =
      Script.of(
          RENEW
              + GENERATION
              + """
              local ran = generation(ARGV[6])
              if KEYS[3] then
                local known = redis.call('GET', KEYS[3])
                if known then
                  local offset, epoch = string.match(known, '^(%d+) (.*)$')
                  return {tonumber(offset), epoch, 1, ran}
                end
              end
              local m = redis.call('HMGET', KEYS[1], 'e', 's', 'v', 'w', 'g')
              local epoch = m[1]
              if not epoch then
                epoch = ARGV[5]
                redis.call('DEL', KEYS[2])
              end
              local offset = tonumber(m[2] or '0')
              local number = ARGV[7]
              if number ~= '' and m[3] and (ARGV[8] == '' or ARGV[8] == m[4])
                  and (#number < #m[3] or (#number == #m[3] and number <= m[3])) then
                return {offset, epoch, 1, ran}
              end
              offset = offset + 1
              local text = string.format('%.0f', offset)
              local generations = m[5] or ''
              local newest = string.match(generations, '^([^@]+)@')
              local isNew = newest ~= ran and (ARGV[6] == ''
                  or not string.find(' ' .. generations, ' ' .. ran .. '@', 1, true))
              if isNew then
                newest = ran
              end
              local t = redis.call('TIME')
              local message = string.format('1 %s %s %s %.0f %.0f\\n', text, epoch, newest,
                  t[1] * 1000 + math.floor(t[2] / 1000), t[1] * 1000000 + t[2]) .. ARGV[1]
              redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[2], text .. '-0', 'm', message)
              if not m[1] then
                redis.call('HSET', KEYS[1], 'e', epoch)
              end
              redis.call('HSET', KEYS[1], 's', text)
              if isNew then
                local _, count = string.gsub(generations, '@', '')
                if count >= 16 then
                  generations = string.match(generations, '^(.*) ')
                end
                if count > 0 then
                  generations = ' ' .. generations
                end
                redis.call('HSET', KEYS[1], 'g', newest .. '@' .. text .. generations)
              end
              if number ~= '' then
                redis.call('HSET', KEYS[1], 'v', number, 'w', ARGV[8])
              end
              renew(KEYS[2], tonumber(ARGV[3]))
              renew(KEYS[1], tonumber(ARGV[4]))
              redis.call(ARGV[10], ARGV[11], message)
              if KEYS[3] then
                redis.call('SET', KEYS[3], text .. ' ' .. epoch, 'PX', ARGV[9])
              end
              return {offset, epoch, 0, ran}
              """,
          ScriptOutputType.MULTI);

  /**
   * Without history, with a key. Keys: result. Arguments: message, window, the command that
   * delivers, and to where. Returns 1 if suppressed.
   */
  static final Script PUBLISH_ONCE =
      Script.of(
          """
          if not redis.call('SET', KEYS[1], '0 ', 'NX', 'PX', ARGV[2]) then
            return 1
          end
          redis.call(ARGV[3], ARGV[4], ARGV[1])
          return 0
          """,
          ScriptOutputType.INTEGER);

  /**
   * Keys: meta, stream. Arguments: an epoch in case there is none, meta TTL, offset after which to
   * read or empty, its epoch, limit, 1 for the newest first. Returns epoch, offset, generations,
   * messages.
   */
  static final Script HISTORY =
      Script.of(
          RENEW
              + """
              local m = redis.call('HMGET', KEYS[1], 'e', 's', 'g')
              local epoch = m[1]
              if not epoch then
                epoch = ARGV[1]
                redis.call('DEL', KEYS[2])
                redis.call('HSET', KEYS[1], 'e', epoch)
              end
              renew(KEYS[1], tonumber(ARGV[2]))
              local offset = tonumber(m[2] or '0')
              local since, limit, reverse = ARGV[3], tonumber(ARGV[5]), ARGV[6] == '1'
              local found = {}
              local comparable = since == '' or ARGV[4] == '' or ARGV[4] == epoch
              local nothing = reverse and since ~= ''
                  and (since == '0' or tonumber(since) > offset + 1)
              if limit ~= 0 and comparable and not nothing then
                local from, to = '-', '+'
                if since ~= '' then
                  if reverse then to = '(' .. since .. '-0' else from = '(' .. since .. '-0' end
                end
                local call = {'XRANGE', KEYS[2], from, to}
                if reverse then call = {'XREVRANGE', KEYS[2], to, from} end
                if limit > 0 then
                  call[5] = 'COUNT'
                  call[6] = ARGV[5]
                end
                local entries = redis.call(unpack(call))
                for i = 1, #entries do
                  found[i] = entries[i][2][2]
                end
              end
              return {epoch, offset, m[3] or '', found}
              """,
          ScriptOutputType.MULTI);

  /**
   * Begins a stream again that went back, unless another node has. Keys: meta, stream. Arguments:
   * the old epoch, the new one.
   */
  static final Script RESTART =
      Script.of(
          """
          if redis.call('HGET', KEYS[1], 'e') ~= ARGV[1] then
            return 0
          end
          redis.call('HSET', KEYS[1], 'e', ARGV[2], 's', '0')
          redis.call('HDEL', KEYS[1], 'g', 'v', 'w')
          redis.call('DEL', KEYS[2])
          return 1
          """,
          ScriptOutputType.INTEGER);

  static final List<Script> ALL = List.of(PUBLISH, PUBLISH_ONCE, HISTORY, RESTART);

  private StreamScripts() {}
}
