"""Judges from outside, asked by bin/judge: the Nu Html Checker on each role's pages, Lighthouse on the public ones."""
