<?php

declare(strict_types=1);

namespace Tests;

use DOMDocument;
use DOMNode;
use DOMXPath;
use Illuminate\Testing\TestResponse;

/** What a visitor reads on the page, so that a test that fails shows that and not the whole document. */
final class LessonsPage
{
    private readonly DOMXPath $document;

    public function __construct(TestResponse $response)
    {
        $response->assertOk();
        $document = new DOMDocument();
        // libxml knows no HTML 5; its warnings about <main> and the like say nothing about the page.
        libxml_use_internal_errors(true);
        $document->loadHTML($response->getContent());
        libxml_clear_errors();
        $this->document = new DOMXPath($document);
    }

    public function heading(): string
    {
        return implode($this->texts('//h2'));
    }

    /** @return list<string> one line for each lesson, in the order of the page */
    public function lessons(): array
    {
        return $this->texts('//ul[@class="lessons"]/li');
    }

    /** @return list<string> */
    public function notices(): array
    {
        return $this->texts('//p[@class="notice"]');
    }

    public function visits(): int
    {
        return (int) implode($this->texts('//*[@id="visits"]'));
    }

    public function release(): string
    {
        return implode($this->texts('//*[@id="release"]'));
    }

    public function chosenCity(): string
    {
        return implode($this->texts('//option[@selected]'));
    }

    /** @return list<string> */
    private function texts(string $path): array
    {
        return array_map(
            static fn (DOMNode $node) => trim(preg_replace('/\s+/', ' ', $node->textContent)),
            iterator_to_array($this->document->query($path), false),
        );
    }
}
