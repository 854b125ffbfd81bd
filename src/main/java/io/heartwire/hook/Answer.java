package io.heartwire.hook;

/** Marks exceptions that are an application's answer to a client, and no accident. */
public interface Answer {}
