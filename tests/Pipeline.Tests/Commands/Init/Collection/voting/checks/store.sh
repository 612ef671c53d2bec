#!/bin/sh
psql -U votes -c "select 1"
