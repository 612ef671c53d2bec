mock_provider "aws" {
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-2" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-2:123456789012:log-group:/aws/codebuild/shop-build" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/shop-build-build" }
  }
}

variables {
  name                = "shop-build"
  description         = "Builds"
  buildspec           = "buildspec-staging.yml"
  artifact_bucket_arn = "arn:aws:s3:::shop-artifacts"
  role_arns           = ["arn:aws:iam::123456789012:role/shop-staging-deployer"]
}

run "builds_images" {
  command = plan

  module {
    source = "../modules/codebuild"
  }

  variables {
    privileged = true
    cache      = { modes = ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_CUSTOM_CACHE"] }
    secrets    = { DOCKERHUB_PASSWORD = "arn:aws:secretsmanager:eu-west-2:123456789012:secret:docker-hub-AbCdEf#password" }
  }

  assert {
    condition     = aws_codebuild_project.this.environment[0].privileged_mode && aws_codebuild_project.this.environment[0].type == "LINUX_CONTAINER" && aws_codebuild_project.this.environment[0].image == "aws/codebuild/amazonlinux-x86_64-standard:5.0"
    error_message = "The build has a Docker engine, and an image with .NET 10."
  }

  assert {
    condition     = aws_codebuild_project.this.cache[0].type == "LOCAL" && toset(aws_codebuild_project.this.cache[0].modes) == toset(["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_CUSTOM_CACHE"])
    error_message = "Layers and the compiled program are kept."
  }

  assert {
    condition     = [for variable in aws_codebuild_project.this.environment[0].environment_variable : "${variable.name} ${variable.type} ${variable.value}"] == ["DOCKERHUB_PASSWORD SECRETS_MANAGER arn:aws:secretsmanager:eu-west-2:123456789012:secret:docker-hub-AbCdEf:password"]
    error_message = "The password is a reference, not a value."
  }

  assert {
    condition     = aws_codebuild_project.this.source[0].type == "CODEPIPELINE" && aws_codebuild_project.this.source[0].buildspec == "buildspec-staging.yml" && aws_codebuild_project.this.artifacts[0].type == "CODEPIPELINE"
    error_message = "The pipeline gives the source and takes the artifacts."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if contains(["WriteReports", "BecomeRoles", "ReadSecrets", "WriteLogs"], statement.Sid)] == [["arn:aws:logs:eu-west-2:123456789012:log-group:/aws/codebuild/shop-build:log-stream:*"], ["arn:aws:codebuild:eu-west-2:123456789012:report-group/shop-build-*"], ["arn:aws:secretsmanager:eu-west-2:123456789012:secret:docker-hub-AbCdEf"], ["arn:aws:iam::123456789012:role/shop-staging-deployer"]]
    error_message = "The build writes its log and reports, reads its secret, and becomes one deployer."
  }

  assert {
    condition     = !contains(flatten([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource]), "*")
    error_message = "Something is allowed on every resource."
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == { StringEquals = { "aws:SourceArn" = "arn:aws:codebuild:eu-west-2:123456789012:project/shop-build" } }
    error_message = "CodeBuild takes the role on for this project only."
  }
}

run "a_build_writes_the_artifacts_that_it_hands_on_and_no_others" {
  command = plan

  module {
    source = "../modules/codebuild"
  }

  variables {
    output_artifacts = ["build", "production-eu"]
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if contains(flatten([statement.Action]), "s3:PutObject")] == [["arn:aws:s3:::shop-artifacts/*/build*/*", "arn:aws:s3:::shop-artifacts/*/production*/*"]]
    error_message = "The build can change what another one handed on."
  }
}

run "a_build_that_hands_nothing_on_writes_nothing" {
  command = plan

  module {
    source = "../modules/codebuild"
  }

  assert {
    condition     = length([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement if contains(flatten([statement.Action]), "s3:PutObject")]) == 0
    error_message = "The build can change artifacts."
  }
}

run "arm_with_a_cache_in_s3" {
  command = plan

  module {
    source = "../modules/codebuild"
  }

  variables {
    arm   = true
    cache = { prefix = "cache/shop" }
  }

  assert {
    condition     = aws_codebuild_project.this.environment[0].type == "ARM_CONTAINER" && aws_codebuild_project.this.environment[0].image == "aws/codebuild/amazonlinux-aarch64-standard:3.0" && !aws_codebuild_project.this.environment[0].privileged_mode
    error_message = "The build is on ARM, and has no Docker engine unless asked."
  }

  assert {
    condition     = aws_codebuild_project.this.cache[0].type == "S3" && aws_codebuild_project.this.cache[0].location == "shop-artifacts/cache/shop"
    error_message = "The cache is in the bucket."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if contains(flatten([statement.Action]), "s3:PutObject")] == [["arn:aws:s3:::shop-artifacts/cache/shop/*"]]
    error_message = "The build writes its cache and nothing else."
  }
}

run "an_image_of_your_own_is_pulled_with_the_projects_role" {
  command = plan

  module {
    source = "../modules/codebuild"
  }

  variables {
    image = "mcr.microsoft.com/dotnet/sdk:10.0"
  }

  assert {
    condition     = aws_codebuild_project.this.environment[0].image_pull_credentials_type == "SERVICE_ROLE"
    error_message = "CodeBuild's own credentials pull CodeBuild's own images only."
  }
}

run "a_layer_cache_without_an_engine_and_a_secret_that_is_a_value_are_refused" {
  command = plan

  module {
    source = "../modules/codebuild"
  }

  variables {
    cache   = { modes = ["LOCAL_DOCKER_LAYER_CACHE"] }
    secrets = { DOCKERHUB_PASSWORD = "hunter2" }
  }

  expect_failures = [var.cache, var.secrets]
}
