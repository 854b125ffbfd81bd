package com.example.orders;

/** An order as its customer sees it, by REST and by realtime alike. */
public record OrderView(long id, String item, String status) {}
