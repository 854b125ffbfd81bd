/** Examples of the documentation, which a test compares with its pages. */
package com.example.guide;
