package com.example.orders;

/** CDI event: an order is new or has another status. */
public record OrderChanged(OrderView order) {}
