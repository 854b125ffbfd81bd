package com.example.market;

import jakarta.servlet.annotation.WebFilter;

/** The same, which declares itself. */
@WebFilter("/*")
public class Stamp extends DeclaredStamp {
  private static final long serialVersionUID = 1L;
}
