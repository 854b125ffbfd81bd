package io.heartwire.json;

/** Makes JSON of objects, and objects of JSON. Safe for use by any thread. */
interface JsonBinding {

  /** The object as one JSON value in UTF-8. */
  byte[] write(Object value) throws Exception;

  <T> T read(byte[] json, Class<T> type) throws Exception;
}
